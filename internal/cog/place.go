package cog

import "strconv"

// Department returns the department a commune's code lies in, "" for a commune
// of an overseas collectivity.
func (c CommuneCode) Department() DepartmentCode {
	if c.Collectivity() != "" {
		return ""
	}
	return DepartmentCode(prefix(string(c)))
}

// Collectivity returns the overseas collectivity a commune's code lies in, ""
// for all others.
func (c CommuneCode) Collectivity() string {
	if p := prefix(string(c)); IsCollectivity(p) {
		return p
	}
	return ""
}

// Department returns the department a canton's code lies in.
func (c CantonCode) Department() DepartmentCode { return DepartmentCode(prefix(string(c))) }

// prefix returns the part of a code that names its department or collectivity.
func prefix(code string) string {
	switch {
	case len(code) >= 3 && (code[:2] == "97" || code[:2] == "98"):
		return code[:3]
	case len(code) >= 2:
		return code[:2]
	}
	return ""
}

// The three communes that are divided into municipal arrondissements, each
// with the range of their codes.
var divided = []struct {
	commune     CommuneCode
	first, last int
}{
	{"13055", 13201, 13216}, // Marseille
	{"69123", 69381, 69389}, // Lyon
	{"75056", 75101, 75120}, // Paris
}

// Parent returns the commune a municipal arrondissement belongs to; ok is false
// if c is not the code of one.
func (c CommuneCode) Parent() (commune CommuneCode, ok bool) {
	if !areDigits(string(c)) { // most that are looked for are names: no error is made of them
		return "", false
	}
	n, _ := strconv.Atoi(string(c))
	for _, d := range divided {
		if d.first <= n && n <= d.last {
			return d.commune, true
		}
	}
	return "", false
}

// A Succession leads from a former commune's code to the code that took its
// place. Chains are allowed: the successor may itself have been merged since.
type Succession map[CommuneCode]CommuneCode

// Current returns the code that stands today where c stood: the parent of a
// municipal arrondissement, the last successor of a merged commune, or c itself.
func (s Succession) Current(c CommuneCode) CommuneCode {
	if parent, ok := c.Parent(); ok {
		c = parent
	}
	// A chain is a handful of mergers long; the bound stops a circular file.
	for range 16 {
		next, ok := s[c]
		if !ok || next == c {
			break
		}
		c = next
	}
	return c
}
