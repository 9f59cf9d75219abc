package identity

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// nameSites gives each site its code, its number and its former codes. The code
// is the official number that the last edition to give one gives, else the last
// slug. Where two sites come to the same, the one that was seen last has it.
func (r *resolver) nameSites() {
	sites := slices.Clone(r.Sites)
	slices.SortStableFunc(sites, func(x, y *Site) int { return cmp.Compare(y.last, x.last) })
	given := map[string]bool{}
	for _, s := range sites {
		code := r.versions[s.Last()].Code
		for _, row := range s.versions {
			if v := &r.versions[row]; v.OfficialNumber != nil {
				s.OfficialNumber, code = v.OfficialNumber, strconv.Itoa(*v.OfficialNumber)
			}
		}
		s.Code = code
		for n := 2; given[s.Code]; n++ {
			s.Code = fmt.Sprintf("%s-%d", code, n)
		}
		given[s.Code] = true
		for _, row := range s.versions {
			if v := &r.versions[row]; v.Code != s.Code && !slices.Contains(s.FormerCodes, v.Code) {
				s.FormerCodes = append(s.FormerCodes, v.Code)
			}
		}
	}
}
