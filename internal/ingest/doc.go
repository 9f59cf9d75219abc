// Package ingest turns the official files into records and a report of what
// was done with them: one reader a format, guessed from content, then one
// edition assembled on the base of the one before.
//
// Everything here is a function of its arguments: files come from an fs.FS, no
// clock is read, nothing is written. A file that cannot be trusted as a whole
// (unknown format, wrong encoding, missing column, cut off) is a *FileError and
// nothing is imported; a row that cannot be trusted is left out, counted and
// listed in the report.
//
// How a table is written (CSV, a workbook, JSON, an archive of these) and what
// its columns are called are two things apart from what it says: readers name
// columns by ours, columns.go has the names that files use, and openRows the
// writings.
//
// To add a format: one entry in the table of format.go, one file with its
// reader. This room stands on network and cog; the command enters it, and the
// embedded edition for the matcher of place names.
package ingest
