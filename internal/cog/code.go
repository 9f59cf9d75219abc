package cog

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// A CommuneCode is a commune's Insee code, five characters: "80021", "2A004",
// "97101", "97801". Codes of municipal arrondissements ("75118") and of merged
// communes have the same form.
type CommuneCode string

// A DepartmentCode is a department's: "80", "2A", "974".
type DepartmentCode string

// A RegionCode is a region's, two digits: "32", "01".
type RegionCode string

// A CantonCode is a canton's or pseudo-canton's: its department's code and two
// digits, "8021", "2A01", "97101".
type CantonCode string

// An EpciCode is the nine-digit SIREN of an établissement public de coopération
// intercommunale with its own taxation: "200069193".
type EpciCode string

// A CodeError says that something is not a code of a kind.
type CodeError struct {
	Kind  string // what was asked for: "commune"
	Value string // what came instead, cut if long
	Want  string // the form of a right one, in words
}

func (e *CodeError) Error() string {
	return fmt.Sprintf("%q is not a %s code: %s", e.Value, e.Kind, e.Want)
}

// A form is what every code of a kind looks like.
type form struct {
	kind  string
	want  string
	match func(string) bool
}

var (
	communeForm = form{
		kind:  "commune",
		want:  `five characters, such as "80021", "2A004" or "97411"`,
		match: isCommune,
	}
	departmentForm = form{
		kind:  "department",
		want:  `two characters on the mainland and in Corsica ("01", "2A"), three overseas ("974")`,
		match: isDepartment,
	}
	regionForm = form{
		kind:  "region",
		want:  `the two digits of one of the 18 regions, such as "32"`,
		match: func(s string) bool { return slices.Contains(regions, s) },
	}
	cantonForm = form{
		kind:  "canton",
		want:  `the department's code and two digits, such as "8021" or "97101"`,
		match: isCanton,
	}
	epciForm = form{
		kind:  "EPCI",
		want:  `the nine digits of a SIREN number, such as "200069193"`,
		match: func(s string) bool { return len(s) == 9 && areDigits(s) && luhn(s) },
	}
)

var (
	regions = strings.Fields("01 02 03 04 06 11 24 27 28 32 44 52 53 75 76 84 93 94")
	// The overseas collectivities of the COG: Saint-Pierre-et-Miquelon,
	// Saint-Barthélemy, Saint-Martin, the southern lands, Wallis-et-Futuna, French
	// Polynesia, New Caledonia and Clipperton.
	collectivities = strings.Fields("975 977 978 984 986 987 988 989")
)

func isDepartment(s string) bool {
	switch len(s) {
	case 2:
		return s == "2A" || s == "2B" || s >= "01" && s <= "95" && s != "20" && areDigits(s)
	case 3:
		return s[:2] == "97" && '1' <= s[2] && s[2] <= '6' && s[2] != '5'
	}
	return false
}

func isCommune(s string) bool {
	place := prefix(s)
	return len(s) == 5 && areDigits(s[len(place):]) && (isDepartment(place) || IsCollectivity(place))
}

func isCanton(s string) bool {
	place := prefix(s)
	return len(s) == len(place)+2 && areDigits(s[len(place):]) && isDepartment(place)
}

func areDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// ParseCommune returns the commune code that s spells, or a *CodeError.
func ParseCommune(s string) (CommuneCode, error) { return parse[CommuneCode](communeForm, s) }

// ParseDepartment returns the department code that s spells, or a *CodeError.
func ParseDepartment(s string) (DepartmentCode, error) {
	return parse[DepartmentCode](departmentForm, s)
}

// ParseRegion returns the region code that s spells, or a *CodeError.
func ParseRegion(s string) (RegionCode, error) { return parse[RegionCode](regionForm, s) }

// ParseCanton returns the canton code that s spells, or a *CodeError.
func ParseCanton(s string) (CantonCode, error) { return parse[CantonCode](cantonForm, s) }

// ParseEpci returns the EPCI code that s spells, or a *CodeError.
func ParseEpci(s string) (EpciCode, error) { return parse[EpciCode](epciForm, s) }

// IsCollectivity says whether s is the code of an overseas collectivity, a
// place that is neither a department nor a region: "978".
func IsCollectivity(s string) bool { return slices.Contains(collectivities, s) }

// parse accepts surrounding space and small letters ("2a004"), nothing else.
func parse[C ~string](f form, s string) (C, error) {
	code := strings.ToUpper(strings.TrimSpace(s))
	if !f.match(code) {
		return "", &CodeError{Kind: f.kind, Value: clip(s), Want: f.want}
	}
	return C(code), nil
}

// clip keeps an error message short however long the value it quotes.
func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// luhn checks the key of a SIREN number.
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// The GraphQL face of the codes: a scalar on the way in is parsed, so that a
// resolver never meets a text that is no code; the empty code goes out as null.

// UnmarshalGQL reads a code, which must be one.
func (c *CommuneCode) UnmarshalGQL(v any) error { return unmarshal(c, communeForm, v) }

// UnmarshalGQL reads a code, which must be one.
func (c *DepartmentCode) UnmarshalGQL(v any) error { return unmarshal(c, departmentForm, v) }

// UnmarshalGQL reads a code, which must be one.
func (c *RegionCode) UnmarshalGQL(v any) error { return unmarshal(c, regionForm, v) }

// UnmarshalGQL reads a code, which must be one.
func (c *CantonCode) UnmarshalGQL(v any) error { return unmarshal(c, cantonForm, v) }

// UnmarshalGQL reads a code, which must be one.
func (c *EpciCode) UnmarshalGQL(v any) error { return unmarshal(c, epciForm, v) }

// MarshalGQL writes the code, or null.
func (c CommuneCode) MarshalGQL(w io.Writer) { write(w, c) }

// AppendJSON appends the code, or null.
func (c CommuneCode) AppendJSON(b []byte) []byte { return appendCode(b, string(c)) }

// MarshalGQL writes the code, or null.
func (c DepartmentCode) MarshalGQL(w io.Writer) { write(w, c) }

// AppendJSON appends the code, or null.
func (c DepartmentCode) AppendJSON(b []byte) []byte { return appendCode(b, string(c)) }

// MarshalGQL writes the code, or null.
func (c RegionCode) MarshalGQL(w io.Writer) { write(w, c) }

// AppendJSON appends the code, or null.
func (c RegionCode) AppendJSON(b []byte) []byte { return appendCode(b, string(c)) }

// MarshalGQL writes the code, or null.
func (c CantonCode) MarshalGQL(w io.Writer) { write(w, c) }

// AppendJSON appends the code, or null.
func (c CantonCode) AppendJSON(b []byte) []byte { return appendCode(b, string(c)) }

// MarshalGQL writes the code, or null.
func (c EpciCode) MarshalGQL(w io.Writer) { write(w, c) }

// AppendJSON appends the code, or null.
func (c EpciCode) AppendJSON(b []byte) []byte { return appendCode(b, string(c)) }

func unmarshal[C ~string](to *C, f form, v any) error {
	s, ok := v.(string)
	if !ok {
		return &CodeError{Kind: f.kind, Value: clip(fmt.Sprint(v)), Want: "a string, " + f.want}
	}
	code, err := parse[C](f, s)
	if err != nil {
		return err
	}
	*to = code
	return nil
}

// write writes a code. A writer that fails is the transport's business.
func write(w io.Writer, code interface{ AppendJSON(b []byte) []byte }) {
	_, _ = w.Write(code.AppendJSON(nil))
}

// appendCode appends a code, whose characters never need escaping.
func appendCode(b []byte, code string) []byte {
	if code == "" {
		return append(b, "null"...)
	}
	b = append(append(b, '"'), code...)
	return append(b, '"')
}
