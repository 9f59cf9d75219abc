package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// tenfold is how many times the official list a list of many sites is.
const tenfold = 10

// tenfoldFiles returns the official files with a list of ten times the sites in
// the place of the list, which it writes into a folder: each row ten times, with
// numbers of their own.
func tenfoldFiles(folder string, files []string) ([]string, error) {
	many := slices.Clone(files)
	for i, file := range files {
		if number, err := numberColumn(file); err != nil || number < 0 {
			continue // another kind of file
		}
		many[i] = filepath.Join(folder, "tenfold-"+filepath.Base(file))
		if err := repeatRows(file, many[i]); err != nil {
			return nil, fmt.Errorf("ten times %s: %w", file, err)
		}
		return many, nil
	}
	return nil, errors.New("there is no official list of sites to make ten times as long")
}

// officialNumber is the column by which the official list tells its sites apart.
const officialNumber = "id_fs"

// numberColumn returns which column of a file that is, -1 if there is none.
func numberColumn(file string) (int, error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	head, err := csv.NewReader(f).Read()
	return slices.Index(head, officialNumber), err
}

// repeatRows writes each row of a list ten times, with numbers of their own.
func repeatRows(from, to string) error {
	number, err := numberColumn(from)
	if err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	rows, many := csv.NewReader(in), csv.NewWriter(out)
	head, err := rows.Read()
	if err == nil {
		err = many.Write(head)
	}
	for err == nil {
		var row []string
		if row, err = rows.Read(); err != nil {
			break
		}
		err = repeatRow(many, row, number)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	many.Flush()
	return errors.Join(err, many.Error(), out.Close())
}

// apart is more than any official number.
const apart = 100_000

func repeatRow(to *csv.Writer, row []string, number int) error {
	id, err := strconv.Atoi(row[number])
	if err != nil {
		return err
	}
	for i := range tenfold {
		row[number] = strconv.Itoa(id + i*apart)
		if err := to.Write(row); err != nil {
			return err
		}
	}
	return nil
}
