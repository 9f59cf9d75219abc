// Package cog knows the Code officiel géographique: the codes Insee, the DGCL
// and the law give to communes, cantons, EPCI, departments, regions and
// overseas collectivities, how they nest, which former ones lead to which
// current ones, and which clock a department lives by.
//
// Codes are text, never numbers: 2A and 01 are departments. A value of a code
// type that came out of its Parse function has the right form; whether such a
// place exists is for an edition's geography to say. The empty value means "no
// code" and is null in GraphQL.
//
// This room stands on nothing else of ours, and everybody may enter it.
package cog
