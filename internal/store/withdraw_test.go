package store

import (
	"context"
	"errors"
	"slices"
	"testing"
)

// rollback withdraws or restores.
func rollback(t *testing.T, s *Store, do func(*Writer, context.Context, int) error, number int) error {
	t.Helper()
	return s.Write(t.Context(), func(ctx context.Context, w *Writer) error { return do(w, ctx, number) })
}

func numbers(t *testing.T, s *Store) (numbers, withdrawn []int) {
	t.Helper()
	editions, err := s.Editions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range editions {
		numbers = append(numbers, e.Number)
		if e.Withdrawn {
			withdrawn = append(withdrawn, e.Number)
		}
	}
	return numbers, withdrawn
}

func TestWithdraw(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *Store) {
		publish(t, s, "2022-01-01", sites("1"))
		publish(t, s, "2024-01-01", sites("1", "2"))
		publish(t, s, "2023-01-01", sites("1"))
		before, err := s.Revision(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := rollback(t, s, (*Writer).Withdraw, 2); err != nil {
			t.Fatal(err)
		}
		if after, err := s.Revision(t.Context()); err != nil || after == before {
			t.Errorf("servers do not hear of it: revision %q, error %v", after, err)
		}
		if all, withdrawn := numbers(t, s); !slices.Equal(all, []int{3, 1, 2}) || !slices.Equal(withdrawn, []int{2}) {
			t.Errorf("editions %v, withdrawn %v", all, withdrawn)
		}
		if records, err := s.Load(t.Context(), 2); err != nil || len(records.Sites) != 2 {
			t.Errorf("a withdrawn edition does not read back: %v", err)
		}

		for _, refused := range []struct {
			do     func(*Writer, context.Context, int) error
			number int
			want   error
		}{
			{(*Writer).Withdraw, 2, ErrWithdrawn}, {(*Writer).Withdraw, 9, ErrNoEdition},
			{(*Writer).Restore, 3, ErrInService}, {(*Writer).Restore, 9, ErrNoEdition},
		} {
			if err := rollback(t, s, refused.do, refused.number); !errors.Is(err, refused.want) {
				t.Errorf("edition %d: %v, want %v", refused.number, err, refused.want)
			}
		}
		if err := rollback(t, s, (*Writer).Withdraw, 3); err != nil {
			t.Fatal(err)
		}
		if err := rollback(t, s, (*Writer).Withdraw, 1); !errors.Is(err, ErrLastEdition) {
			t.Errorf("the last edition is withdrawn: %v", err)
		}
		if err := rollback(t, s, (*Writer).Restore, 2); err != nil {
			t.Fatal(err)
		}
		if all, _ := numbers(t, s); !slices.Equal(all, []int{2, 1, 3}) {
			t.Errorf("editions %v once one is restored", all)
		}
	})
}
