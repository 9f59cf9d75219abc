package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/network"
)

func TestVersions(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *Store) {
		whole := everything()
		publish(t, s, "2024-08-01", whole)
		moved := everything()
		moved.Sites[0].Address.Street, moved.Sites = "2, rue de l'Église", moved.Sites[:1]
		publish(t, s, "2020-01-02", moved)
		publish(t, s, "2024-08-01", whole)

		want := []network.SiteVersion{
			{Site: whole.Sites[0], Since: 1, Until: 2}, {Site: moved.Sites[0], Since: 2, Until: 3}, {Site: whole.Sites[0], Since: 3},
			{Site: whole.Sites[1], Since: 1, Until: 2}, {Site: whole.Sites[1], Since: 3},
		}
		got, err := s.Versions(t.Context(), []string{"ahun", "1234", "nothing"})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("whole rows (-want +got):\n%s", diff)
		}

		// What tells sites apart is there, and personal or heavy fields are not.
		got, err = s.Appearances(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			site := &want[i].Site
			site.Group, site.Address.Complement, site.PublishedCommuneCode = "", "", ""
			site.Hours, site.ByAppointment, site.Contact, site.Note = network.Hours{}, nil, network.Contact{}, ""
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("appearances (-want +got):\n%s", diff)
		}

		counts, err := s.SiteCounts(t.Context())
		if diff := cmp.Diff(map[int]int{1: 2, 2: 1, 3: 2}, counts); diff != "" || err != nil {
			t.Errorf("counts (-want +got):\n%s%v", diff, err)
		}
	})
}

func TestDecisions(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *Store) {
		first := []network.Decision{
			{AsOf: "2020-10-12", Code: "672", OtherAsOf: "2024-08-01", OtherCode: "2773", Verdict: network.Same},
			{AsOf: "2020-01-02", Code: "14-é", Verdict: network.Closed, On: "2021-06", Source: "le maire"},
		}
		if err := s.Decide(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		second := first[0]
		second.Verdict = network.Different
		before, err := s.Revision(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Decide(t.Context(), []network.Decision{second}); err != nil {
			t.Fatal(err)
		}
		if after, err := s.Revision(t.Context()); after == before || err != nil {
			t.Errorf("the revision is still %s, %v: servers would not hear of a decision", after, err)
		}
		got, err := s.Decisions(t.Context())
		if diff := cmp.Diff([]network.Decision{first[1], second}, got); diff != "" || err != nil {
			t.Errorf("decisions (-want +got):\n%s%v", diff, err)
		}

		// All or nothing.
		third := network.Decision{AsOf: "2020-01-02", Code: "x", Verdict: network.Closed}
		if err := s.Decide(t.Context(), []network.Decision{third, {AsOf: "2020-01-02", Code: "\x00"}}); err == nil {
			t.Error("a code that is no text was kept")
		}
		if again, err := s.Decisions(t.Context()); cmp.Diff(got, again) != "" || err != nil {
			t.Errorf("after refusals there are %v, %v", again, err)
		}
	})
}
