// Package identity says which rows of different editions are one site. Lists
// number sites, rename and move them; the oldest give no number at all. What is
// published stays as it was published; identity is a second layer beside it.
//
// [Resolve] is the one way in, and a pure function: of the rows of all editions
// and of what people decided. It goes through the editions in the order of the
// days they speak for, never of their import, so that the same editions give
// the same sites in whatever order they came. An official number decides, else
// a score of place, name, street and label day; a doubtful match is listed, with
// both rows, for a person whose decision then comes first.
//
// The commands enter here to tell of doubts, and the snapshot to tell a site's
// history.
package identity
