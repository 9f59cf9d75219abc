package cog

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

func TestParse(t *testing.T) {
	accepts := map[string]func(string) error{
		"commune":    func(s string) error { _, err := ParseCommune(s); return err },
		"department": func(s string) error { _, err := ParseDepartment(s); return err },
		"region":     func(s string) error { _, err := ParseRegion(s); return err },
		"canton":     func(s string) error { _, err := ParseCanton(s); return err },
		"EPCI":       func(s string) error { _, err := ParseEpci(s); return err },
	}
	tests := []struct {
		kind      string
		good, bad string
	}{
		{"commune", "80021 2A004 2b033 75118 97101 97801 98811 01001", "8002 800210 2C004 20004 96001 97001 97999 00001 80O21 98501"},
		{"department", "01 2A 2b 19 21 95 971 972 973 974 976", "1 20 96 00 97 975 978 2C 0A 099"},
		{"region", "01 06 11 32 94 84", "05 00 1 33 974 2A"},
		{"canton", "8021 2A01 97101 7599 0108", "80021 08 2001 975 A101"},
		{"EPCI", "200069193 240100883", "200069194 24010088 2401008833 24010088X"},
	}
	for _, test := range tests {
		for s := range strings.FieldsSeq(test.good) {
			if err := accepts[test.kind](s); err != nil {
				t.Errorf("%s %q: %v", test.kind, s, err)
			}
		}
		for _, s := range append(strings.Fields(test.bad), "", "é", strings.Repeat("9", 1e6)) {
			err := accepts[test.kind](s)
			var codeErr *CodeError
			if !errors.As(err, &codeErr) || codeErr.Kind != test.kind {
				t.Errorf("%s %.20q: error %v, want a CodeError", test.kind, s, err)
			} else if len(err.Error()) > 250 {
				t.Errorf("%s: an error of %d bytes", test.kind, len(err.Error()))
			}
		}
	}
}

func TestPlaces(t *testing.T) {
	for code, want := range map[CommuneCode][2]string{
		"80021": {"80", ""}, "2A004": {"2A", ""}, "97411": {"974", ""}, "97801": {"", "978"}, "98811": {"", "988"},
	} {
		if got := [2]string{string(code.Department()), code.Collectivity()}; got != want {
			t.Errorf("%s lies in %v, want %v", code, got, want)
		}
	}
	if got := CantonCode("97101").Department(); got != "971" {
		t.Errorf("canton 97101 lies in %s", got)
	}
}

func TestCurrent(t *testing.T) {
	s := Succession{"01340": "01015", "01033": "01034", "01034": "01033", "49001": "49002", "49002": "49003"}
	for from, want := range map[CommuneCode]CommuneCode{
		"75118": "75056", "69389": "69123", "13201": "13055", "75056": "75056",
		"01340": "01015", "49001": "49003", "80021": "80021",
	} {
		if got := s.Current(from); got != want {
			t.Errorf("Current(%s) = %s, want %s", from, got, want)
		}
	}
	s.Current("01033") // a circle ends
}

func TestTimeZonesExist(t *testing.T) {
	for code := range overseasZones {
		if _, err := time.LoadLocation(TimeZone(code)); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
	if TimeZone("80") != "Europe/Paris" || TimeZone("974") != "Indian/Reunion" {
		t.Error("wrong zone")
	}
}

func TestGraphQL(t *testing.T) {
	var c CommuneCode
	if err := c.UnmarshalGQL("2a004"); err != nil || c != "2A004" {
		t.Errorf("UnmarshalGQL: %q, %v", c, err)
	}
	for _, v := range []any{80021, nil, true, "", "abc"} {
		if err := c.UnmarshalGQL(v); err == nil {
			t.Errorf("UnmarshalGQL accepts %v", v)
		}
	}
	var out bytes.Buffer
	c.MarshalGQL(&out)
	CommuneCode("").MarshalGQL(&out)
	if out.String() != `"2A004"null` {
		t.Errorf("MarshalGQL: %s", out.String())
	}
}

func FuzzParseCommune(f *testing.F) {
	f.Add("80021")
	f.Fuzz(func(t *testing.T, s string) {
		code, err := ParseCommune(s)
		if err != nil {
			return
		}
		// Whatever is accepted is canonical and lies in exactly one place.
		if again, err := ParseCommune(string(code)); err != nil || again != code {
			t.Errorf("%q parses to %q, which parses to %q, %v", s, code, again, err)
		}
		if (code.Department() == "") == (code.Collectivity() == "") {
			t.Errorf("%s lies in department %q and collectivity %q", code, code.Department(), code.Collectivity())
		}
	})
}
