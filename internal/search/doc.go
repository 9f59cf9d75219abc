// Package search finds things by their names as people write them: whatever
// the accents, case, hyphens, apostrophes and ligatures, with "St" for "Saint",
// with a slip or two, and before the name is written to its end.
//
// An [Index] is built once from all names and never changes; it knows numbers
// and names and nothing of what they are. [Words] is the one place that says
// which spellings are the same.
//
// This room stands on nothing of ours; ingest and snapshot enter it.
package search
