// Package hours reads opening hours as French lists publish them and answers
// what people ask of them: how long, on which days, open now, open when next.
//
// A week is what one text for each day says. A day is made of ranges of local
// time, in order and apart from one another; [Read] says which forms it knows.
// What it cannot read with certainty it keeps apart in the words of the source,
// and never counts as open. Instants are asked in a time zone, so that the nights
// on which clocks change come out right. Public holidays are named, and not taken
// to be closed: no source tells who works on them.
//
// This room stands on nothing of ours, knows no clock, and everybody may enter
// it.
package hours
