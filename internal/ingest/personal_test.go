package ingest_test

import (
	"slices"
	"testing"

	"maillage/internal/ingest"
	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
	"maillage/internal/realdata"
)

// What was imported holds nothing personal any more, by the same rules.
func TestPersonal(t *testing.T) {
	base, records, err := embedded.Edition()
	if err != nil {
		t.Fatal(err)
	}
	if codes := ingest.Personal(records); len(codes) > 0 {
		t.Errorf("embedded sites %v hold personal contacts", codes)
	}
	records.Sites = append(records.Sites,
		network.Site{Code: "mail", Contact: network.Contact{Email: "nathalie.andre@example.org"}},
		network.Site{Code: "mobile", Note: "ou au 06 12 34 56 78"},
		network.Site{Code: "bus", Format: network.Bus, Contact: network.Contact{Phone: "06 12 34 56 78"}},
		network.Site{Code: "service", Contact: network.Contact{Email: "accueil@example.org", Phone: "03 22 00 00 00"}},
	)
	if codes := ingest.Personal(records); !slices.Equal(codes, []string{"mail", "mobile"}) {
		t.Errorf("sites %v hold personal contacts, want mail and mobile", codes)
	}
	made, err := ingest.Build(t.Context(), realdata.FS(t), realdata.Edition(), records, base, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if codes := ingest.Personal(made.Records); len(codes) > 0 {
		t.Errorf("official sites %v hold personal contacts", codes)
	}
}
