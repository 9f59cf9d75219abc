package snapshot

import (
	"reflect"
	"testing"

	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
)

// Packed records say what they said, and leave those they are copies of alone.
func TestPacked(t *testing.T) {
	_, records, err := embedded.Edition()
	if err != nil {
		t.Fatal(err)
	}
	one, no := 1, false
	records.Sites = append(records.Sites, network.Site{
		Code: "x", OfficialNumber: &one, ByAppointment: &no, ServesCodes: nil, Note: "é",
	})
	check(t, records.Communes)
	check(t, records.Sites)
	check(t, records.Epcis)
	check(t, []network.Commune(nil))
	check(t, []network.Commune{{}, {PostalCodes: []string{}, FormerCodes: nil}})
}

func check[R any](t *testing.T, records []R) {
	t.Helper()
	before := append([]R(nil), records...)
	copies := packed(records)
	if !reflect.DeepEqual(copies, records) {
		t.Errorf("%T: packed records differ", records)
	}
	for i := range copies { // a change of one is seen in no other
		reflect.ValueOf(&copies[i]).Elem().SetZero()
	}
	if !reflect.DeepEqual(before, records) {
		t.Errorf("%T: packing changed the records", records)
	}
}

func TestPrefixed(t *testing.T) {
	codes := []string{"a", "", "bc"}
	got := prefixed("x:", len(codes), func(i int) string { return codes[i] })
	if want := []string{"x:a", "x:", "x:bc"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}
