package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/network"
)

func TestDownloads(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *Store) {
		check := func(want ...network.Download) {
			t.Helper()
			got, err := s.Downloads(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}
		remember := func(downloads ...network.Download) {
			t.Helper()
			if err := s.Remember(t.Context(), downloads); err != nil {
				t.Fatal(err)
			}
		}
		check()
		if err := s.CanRemember(t.Context()); err != nil {
			t.Fatal(err)
		}
		remember()
		check()

		noon := time.Date(2026, 8, 1, 12, 0, 0, 123456000, time.UTC)
		sites := network.Download{
			Code: "sites", Address: "aa", ETag: `W/"v1 'x' ?"`, LastModified: "Thu, 01 Aug 2024 00:00:00 GMT", Sha256: "00ff", AskedAt: noon,
		}
		communes := network.Download{Code: "communes", AskedAt: noon}
		abroad := sites
		abroad.AskedAt = noon.In(time.FixedZone("", 4*60*60)).Add(999 * time.Nanosecond)
		remember(abroad, communes)
		check(communes, sites)

		// One that is remembered again takes the other's place.
		communes.ETag, communes.AskedAt = `"v2"`, noon.Add(time.Hour)
		remember(communes)
		check(communes, sites)
	})
}
