// Package network is the vocabulary: the records of the France Services network
// as they were published and checked, one Go type a word. They are the same
// values from the file that was read to the answer that is sent: the store
// embeds them and adds the editions between which they held, the snapshot
// embeds them and adds links.
//
// Conventions, so that a record needs no pointers: an empty text, code or date
// means "not published" and is null in GraphQL; places are named by their codes;
// shares are 0..1. The bun tags say how a field is stored, nothing else.
//
// This room stands on cog alone, and everybody may enter it.
package network
