package network

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"reflect"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Sha256 returns the hash, in hexadecimal, by which two sets of records can be
// told to say the same thing: the same on every database and machine, whatever
// the order of the lists.
//
// What is hashed is, for each list that is not empty, in the order Records
// declares them, the list's name on a line, then one line of JSON a record, with
// the lines in the order of their bytes, which is that of their codes. A line has
// no field of which the value is its type's zero, so that a field that records
// are given later changes no hash of an edition from before. It fails only on a
// number that JSON cannot write, such as NaN.
func (r *Records) Sha256() (string, error) {
	hash := sha256.New()
	lists := reflect.ValueOf(r).Elem()
	for i := range lists.NumField() {
		name := lists.Type().Field(i).Name
		if err := hashList(hash, name, lists.Field(i)); err != nil {
			return "", fmt.Errorf("hash of %s: %w", name, err)
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

func hashList(to io.Writer, name string, list reflect.Value) error {
	if list.Len() == 0 {
		return nil
	}
	lines := make([]string, list.Len())
	for i := range lines {
		line, err := json.Marshal(list.Index(i).Addr().Interface(), json.OmitZeroStructFields(true), jsontext.AllowInvalidUTF8(true))
		if err != nil {
			return err
		}
		lines[i] = string(line)
	}
	slices.Sort(lines)
	_, _ = io.WriteString(to, name+"\n") // a hash never fails to write
	for _, line := range lines {
		_, _ = io.WriteString(to, line+"\n")
	}
	return nil
}
