// Package geo measures on the globe: points, great-circle distances, and the
// points near another. It knows nothing of the network and stands on no other
// room; the snapshot enters it.
//
// The earth is a sphere of its mean radius. Against the ellipsoid that is wrong
// by half a percent at most, less than a road's detour is by far.
package geo
