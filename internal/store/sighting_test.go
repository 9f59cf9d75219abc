package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/network"
)

func TestSightings(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *Store) {
		publish(t, s, "2024-08-01", sites("back", "new", "stays"))
		publish(t, s, "2020-01-02", sites("back", "gone", "stays")) // an older list, imported later
		publish(t, s, "2022-01-01", sites("gone", "stays"))
		publish(t, s, "2024-08-01", sites("back", "new", "other", "stays")) // the same day, corrected

		for number, want := range map[int]map[string]network.Sighting{
			1: {
				"back":  {FirstSeenOn: "2020-01-02", LastSeenOn: "2024-08-01"},
				"new":   {FirstSeenOn: "2024-08-01", LastSeenOn: "2024-08-01"},
				"stays": {FirstSeenOn: "2020-01-02", LastSeenOn: "2024-08-01"},
			},
			3: {
				"gone":  {FirstSeenOn: "2020-01-02", LastSeenOn: "2022-01-01", MissingSince: "2024-08-01"},
				"stays": {FirstSeenOn: "2020-01-02", LastSeenOn: "2024-08-01"},
			},
		} {
			got, err := s.Sightings(t.Context(), number)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("edition %d (-want +got):\n%s", number, diff)
			}
		}
	})
}
