package plan

import (
	"bytes"
	"context"
	"errors"
	"math"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

// Texts and numbers are written as gqlgen writes them, byte for byte.
func FuzzScalars(f *testing.F) {
	f.Add("", 0.0)
	f.Add("Crèvecœur-le-Grand \"\\\t\r\n\x00\x1f\x7f\xff é 😀", 1e21)
	f.Add("</script>", 1e-7)
	f.Fuzz(func(t *testing.T, s string, n float64) {
		var want bytes.Buffer
		graphql.MarshalString(s).MarshalGQL(&want)
		if got := AppendString(nil, s); string(got) != want.String() {
			t.Errorf("%q is written %s, gqlgen writes %s", s, got, want.String())
		}
		if math.IsNaN(n) || math.IsInf(n, 0) {
			return
		}
		want.Reset()
		if err := graphql.MarshalFloatContext(n).MarshalGQLContext(context.Background(), &want); err != nil {
			t.Fatal(err)
		}
		w := newWriter(t.Context(), 100)
		w.Float(n)
		if string(w.buf) != want.String() {
			t.Errorf("%v is written %s, gqlgen writes %s", n, w.buf, want.String())
		}
	})
}

func newWriter(ctx context.Context, limit int) *Writer {
	return &Writer{ctx: ctx, limit: limit, quota: checkEvery}
}

func TestWritingEnds(t *testing.T) {
	gone, leave := context.WithCancel(t.Context())
	leave()
	for name, test := range map[string]struct {
		w    *Writer
		want error
	}{
		"when the client leaves":       {newWriter(gone, math.MaxInt), context.Canceled},
		"when the answer is too large": {newWriter(t.Context(), 1000), &SizeError{}},
	} {
		written := 0
		for ; !test.w.Failed() && written < 1_000_000; written++ {
			test.w.Int(7)
			test.w.spend(1)
		}
		var size *SizeError
		if !errors.Is(test.w.err, test.want) && !errors.As(test.w.err, &size) || written > 2*checkEvery {
			t.Errorf("%s: error %v after %d values", name, test.w.err, written)
		}
	}
}

func TestHandOver(t *testing.T) {
	for name, write := range map[string]func(w *Writer){
		"not a number":   func(w *Writer) { w.Float(math.NaN()) },
		"endless":        func(w *Writer) { w.Float(math.Inf(1)) },
		"a field failed": func(w *Writer) { w.Fail(errors.New("x")) },
		"null":           func(w *Writer) { mark := w.Mark(); w.Null(); w.NotNull(mark) },
	} {
		w := newWriter(t.Context(), 100)
		write(w)
		if !w.over || w.Failed() {
			t.Errorf("%s: handed over %v, error %v", name, w.over, w.err)
		}
	}
	w := newWriter(t.Context(), math.MaxInt)
	w.HandOver()
	for !w.Failed() && len(w.buf) < 2*largestHandOver {
		w.String("what else is asked for")
		w.spend(1)
	}
	var size *SizeError
	if !errors.As(w.err, &size) || !size.Failed {
		t.Errorf("%d bytes are handed over, error %v", len(w.buf), w.err)
	}

	w = newWriter(t.Context(), 100)
	mark := w.Mark()
	w.String("null")
	if w.NotNull(mark); w.over {
		t.Error("the text null is taken for null")
	}
}

func TestBuffersAreLent(t *testing.T) {
	for _, size := range []int{10, smallBuffer + 1, largestBuffer + 1} {
		buf, free := Lend()
		written := grow(append(buf, "begun"...), size)
		if string(written) != "begun" || cap(written)-len(written) < size {
			t.Errorf("%d bytes: %q has room for %d", size, written, cap(written)-len(written))
		}
		free(written)
	}
	if buf, _ := Lend(); len(buf) != 0 || cap(buf) > smallBuffer {
		t.Errorf("lent is a buffer of %d bytes, %d of them written", cap(buf), len(buf))
	}
}
