package snapshot

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"time"

	"github.com/klauspost/compress/zstd"

	"maillage/internal/network"
)

// A snapshot file holds a Copy: a line that names its format, the SHA-256 of the
// rest, and the rest, JSON in zstd, its head and then one value a record, so that
// neither side holds all of it twice.
const (
	fileFormat = "maillage snapshot 2\n"
	// What a file may hold, packed and unpacked: ten times the country.
	maxFile     = 64 << 20
	maxUnpacked = 512 << 20
	// abandoned is the age at which a half-written file has no writer any more.
	abandoned = time.Hour
)

// fileHead is what stands before the records.
type fileHead struct {
	Editions    []network.Edition     `json:"editions"`
	Appearances []network.SiteVersion `json:"appearances"`
	Versions    []network.SiteVersion `json:"versions"`
	Decisions   []network.Decision    `json:"decisions"`
	Counts      []int                 `json:"counts"` // of each list of records
}

// WriteFile writes a snapshot file in the place of what was there, in one step:
// whoever reads it at any time, or after a crash at any time, reads the one or
// the other.
func WriteFile(path string, c *Copy) error {
	packed, err := pack(c)
	if err != nil {
		return err
	}
	if len(packed) > maxFile {
		return fmt.Errorf("the snapshot would take %d bytes, more than the %d of a snapshot file", len(packed), maxFile)
	}
	sum := sha256.Sum256(packed)
	return replaceFile(path, []byte(fileFormat), sum[:], packed)
}

func pack(c *Copy) ([]byte, error) {
	var packed bytes.Buffer
	packer, err := zstd.NewWriter(&packed)
	if err != nil {
		return nil, err
	}
	lists := listsOf(c.records)
	head := fileHead{
		Editions: c.editions, Appearances: c.appearances, Versions: c.versions, Decisions: c.decisions, Counts: make([]int, len(lists)),
	}
	for i, list := range lists {
		head.Counts[i] = list.Len()
	}
	encoder := json.NewEncoder(packer)
	if err := encoder.Encode(head); err != nil {
		return nil, err
	}
	for _, list := range lists {
		for i := range list.Len() {
			if err := encoder.Encode(list.Index(i).Addr().Interface()); err != nil {
				return nil, err
			}
		}
	}
	err = packer.Close()
	return packed.Bytes(), err
}

// listsOf returns the lists of records, in the order of their declaration.
func listsOf(records *network.Records) []reflect.Value {
	all := reflect.ValueOf(records).Elem()
	lists := make([]reflect.Value, all.NumField())
	for i := range lists {
		lists[i] = all.Field(i)
	}
	return lists
}

// replaceFile writes a file beside another, then puts it in its place.
func replaceFile(path string, parts ...[]byte) (err error) {
	pattern := filepath.Base(path) + ".*.new"
	sweep(filepath.Join(filepath.Dir(path), pattern))
	file, err := os.CreateTemp(filepath.Dir(path), pattern)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = file.Close()
			_ = os.Remove(file.Name())
		}
	}()
	for _, part := range parts {
		if _, err := file.Write(part); err != nil {
			return err
		}
	}
	// On the disk before it has the name, or a power cut could leave an empty file.
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// sweep removes what processes that were killed have left half-written.
func sweep(pattern string) {
	left, err := filepath.Glob(pattern)
	if err != nil {
		return
	}
	for _, file := range left {
		if info, err := os.Stat(file); err == nil && time.Since(info.ModTime()) > abandoned {
			_ = os.Remove(file)
		}
	}
}

// ReadFile returns what a snapshot file holds. The error is a sentence that says
// what is wrong with it.
func ReadFile(path string) (*Copy, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no snapshot file %s yet", path)
	}
	if err != nil {
		return nil, fmt.Errorf("the snapshot file %s cannot be read: %w", path, err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxFile+1<<10))
	if err != nil {
		return nil, fmt.Errorf("the snapshot file %s cannot be read: %w", path, err)
	}
	packed, ok := bytes.CutPrefix(content, []byte(fileFormat))
	if !ok || len(packed) < sha256.Size {
		return nil, fmt.Errorf("%s is no snapshot file of this version of Maillage", path)
	}
	sum, packed := [sha256.Size]byte(packed), packed[sha256.Size:]
	if sha256.Sum256(packed) != sum {
		return nil, fmt.Errorf("the snapshot file %s is damaged", path)
	}
	c, err := unpack(packed)
	if err != nil {
		return nil, fmt.Errorf("the snapshot file %s cannot be understood: %w", path, err)
	}
	return c, nil
}

func unpack(packed []byte) (*Copy, error) {
	unpacker, err := zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderMaxMemory(maxUnpacked))
	if err != nil {
		return nil, err
	}
	defer unpacker.Close()
	decoder := json.NewDecoder(io.LimitReader(unpacker, maxUnpacked))
	var head fileHead
	if err := decoder.Decode(&head); err != nil {
		return nil, err
	}
	records := new(network.Records)
	lists := listsOf(records)
	if len(head.Counts) != len(lists) || len(head.Editions) == 0 {
		return nil, errors.New("it was written by another version of Maillage")
	}
	for i, list := range lists {
		if err := readList(decoder, list, head.Counts[i]); err != nil {
			return nil, err
		}
	}
	return &Copy{head.Editions, records, head.Appearances, head.Versions, head.Decisions}, nil
}

func readList(decoder *json.Decoder, list reflect.Value, count int) error {
	for range count {
		record := reflect.New(list.Type().Elem())
		if err := decoder.Decode(record.Interface()); err != nil {
			return err
		}
		list.Set(reflect.Append(list, record.Elem()))
	}
	return nil
}
