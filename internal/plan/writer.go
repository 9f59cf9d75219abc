package plan

import (
	"context"
	"errors"
	"math"
	"strconv"
)

// ErrHandOver says that a plan met what it leaves to the generated executor: an
// error of a field, or null where there must be a value.
var ErrHandOver = errors.New("the plan hands the operation over")

// largestHandOver is how large the data of an answer may be that is handed over,
// in bytes: the generated executor takes a hundred times the time and memory.
const largestHandOver = 2 << 20

// A SizeError says that an answer grew beyond what is sent.
type SizeError struct {
	Limit  int  // in bytes
	Failed bool // whether a part of it failed, for which the limit is lower
}

func (e *SizeError) Error() string {
	limit := strconv.Itoa(e.Limit)
	if e.Failed {
		return "a part of the answer failed, and the rest is larger than the " + limit +
			" bytes that are sent with an error: ask for less, or for that part alone"
	}
	return "the answer is larger than " + limit + " bytes: ask for less, or page by page"
}

// A Writer is the answer being written. Once it is to be handed over, what is
// written no longer matters, but how much of it there would be still does.
type Writer struct {
	buf     []byte
	inserts []insert // that stand among buf
	ctx     context.Context
	start   int   // where the answer begins in buf
	apart   int   // bytes of it that are inserts
	limit   int   // bytes that it may have
	quota   int   // values until the next look at ctx and limit
	over    bool  // whether it is handed over
	err     error // that ended the writing

	// What each object and list of the plan wrote last, and where. The same thing
	// asked for again, as the department of the next site in it, is copied from
	// there. Holding on to it also keeps its address from meaning something else.
	seen []span

	variables map[string]any
	args      []any // what Args read of them

	fragments *Fragments       // nil if none are kept
	tables    []*fragmentTable // those of the objects of the plan
	within    bool             // what is written is a part of a fragment
	saved     int              // bytes that need not be in buf the next time
}

// begin makes a writer ready for an answer of up to limit bytes, after what buf
// holds.
func (w *Writer) begin(ctx context.Context, variables map[string]any, buf []byte, limit int) {
	w.buf, w.ctx, w.variables = buf, ctx, variables
	w.start, w.limit, w.quota = len(buf), limit, checkEvery
}

// clear makes a writer forget all of its answer, but for the room it takes.
func (w *Writer) clear() {
	clear(w.seen)
	clear(w.args)
	clear(w.tables)
	*w = Writer{seen: w.seen, args: w.args, tables: w.tables}
}

// A span is where the answer tells of something.
type span struct {
	of       any // a pointer
	from, to int
}

// repeat writes again what a slot wrote last if it was of the same thing.
func (w *Writer) repeat(slot int, of any) bool {
	s := &w.seen[slot]
	if s.of != of {
		return false
	}
	w.buf = append(w.buf, w.buf[s.from:s.to]...)
	w.spendBytes(s.to - s.from)
	return true
}

// remember notes what a slot wrote, from a place to here, if that is all in buf.
func (w *Writer) remember(slot int, of any, from int) {
	if n := len(w.inserts); n > 0 && w.inserts[n-1].at >= from {
		w.seen[slot] = span{}
		return
	}
	w.seen[slot] = span{of, from, len(w.buf)}
}

// tell writes a fragment that is kept: long ones stay where they are, unless what
// is being written is to be kept itself.
func (w *Writer) tell(fragment []byte) {
	if len(fragment) < inserted || w.within {
		w.buf = append(w.buf, fragment...)
	} else {
		w.inserts = append(w.inserts, insert{len(w.buf), fragment})
		w.apart += len(fragment)
	}
	w.spendBytes(len(fragment))
}

// checkEvery is how many values are written between two looks at the context
// and the size of the answer.
const checkEvery = 4096

// Context returns the operation's context, for fields that need one.
func (w *Writer) Context() context.Context { return w.ctx }

// Fail says that a field ended in an error. Whatever it is, the generated
// executor will meet it again, and report it as it should be.
func (w *Writer) Fail(error) { w.HandOver() }

// HandOver leaves the operation to the generated executor, if the answer is not
// too large for it.
func (w *Writer) HandOver() {
	w.over = true
	w.limit = min(w.limit, largestHandOver)
}

func (w *Writer) stop(err error) {
	if w.err == nil {
		w.err = err
	}
}

// Failed says whether writing has ended.
func (w *Writer) Failed() bool { return w.err != nil }

// spend counts values written, and now and then looks whether to go on.
func (w *Writer) spend(values int) {
	if w.quota -= values; w.quota > 0 {
		return
	}
	w.quota = checkEvery
	if err := w.ctx.Err(); err != nil {
		w.stop(err)
	}
	w.checkSize()
	w.makeRoom()
}

// makeRoom has the buffer of an answer that becomes large grow in a few steps: each
// leaves the one before to the garbage collector.
func (w *Writer) makeRoom() {
	if n := len(w.buf); n > smallBuffer && cap(w.buf)-n < n/2 {
		w.buf = grow(w.buf, n)
	}
}

// spendBytes counts what is copied as the values that it has about.
func (w *Writer) spendBytes(n int) {
	const usual = 32 // bytes of a value with its key
	w.spend(1 + n/usual)
}

func (w *Writer) checkSize() {
	if len(w.buf)-w.start+w.apart > w.limit {
		w.stop(&SizeError{Limit: w.limit, Failed: w.over})
	}
}

// Null writes null.
func (w *Writer) Null() { w.buf = append(w.buf, "null"...) }

// Bool writes a truth value.
func (w *Writer) Bool(v bool) { w.buf = strconv.AppendBool(w.buf, v) }

// Int writes a whole number.
func (w *Writer) Int(v int64) { w.buf = strconv.AppendInt(w.buf, v, 10) }

// Float writes a number as short as it can be. One that JSON cannot write is the
// generated executor's to report.
func (w *Writer) Float(v float64) {
	if math.IsInf(v, 0) || math.IsNaN(v) {
		w.HandOver()
		return
	}
	w.buf = strconv.AppendFloat(w.buf, v, 'g', -1, 64)
}

// String writes a text, quoted.
func (w *Writer) String(s string) { w.buf = AppendString(w.buf, s) }

// Write appends bytes as they are, for scalars that know no better.
func (w *Writer) Write(p []byte) (int, error) {
	w.buf = append(w.buf, p...)
	return len(p), nil
}

// WriteString appends a text as it is.
func (w *Writer) WriteString(s string) (int, error) {
	w.buf = append(w.buf, s...)
	return len(s), nil
}

// OpenList begins a list.
func (w *Writer) OpenList() { w.buf = append(w.buf, '[') }

// Item begins the i-th item of a list.
func (w *Writer) Item(i int) {
	if i > 0 {
		w.buf = append(w.buf, ',')
	}
}

// CloseList ends a list of n items.
func (w *Writer) CloseList(n int) {
	w.buf = append(w.buf, ']')
	w.spend(n)
}

// Mark returns the place where the next value begins, for [Writer.NotNull].
func (w *Writer) Mark() int { return len(w.buf) }

// NotNull hands over if the value written since the mark is null where there
// must be one.
func (w *Writer) NotNull(mark int) {
	if string(w.buf[mark:]) == "null" {
		w.HandOver()
	}
}

// An Appender writes itself.
type Appender interface{ AppendJSON(b []byte) []byte }

// Append writes a value that knows how.
func Append[A Appender](w *Writer, v A) { w.buf = v.AppendJSON(w.buf) }

// AppendWith writes a value by a function that knows how.
func AppendWith[T any](w *Writer, appendJSON func(b []byte, v T) []byte, v T) {
	w.buf = appendJSON(w.buf, v)
}

const hex = "0123456789ABCDEF"

// AppendString appends a JSON string, escaped as gqlgen escapes.
func AppendString(b []byte, s string) []byte {
	b = append(b, '"')
	if isPlain(s) {
		b = append(b, s...)
		return append(b, '"')
	}
	start := 0
	for i := range len(s) {
		c := s[i]
		if c >= 0x20 && c != '\\' && c != '"' {
			continue
		}
		b = append(b, s[start:i]...)
		start = i + 1
		switch c {
		case '\t':
			b = append(b, `\t`...)
		case '\r':
			b = append(b, `\r`...)
		case '\n':
			b = append(b, `\n`...)
		case '\\', '"':
			b = append(b, '\\', c)
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
		}
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}

// isPlain says whether a text needs no escape, eight bytes at a time.
func isPlain(s string) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for len(s) >= 8 {
		v := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		quote, slash := v^(ones*'"'), v^(ones*'\\')
		// The high bit of a byte is set where it is below a space, a quote or a
		// backslash; a byte above ASCII masks itself out.
		if ((v-ones*' ')&^v|(quote-ones)&^quote|(slash-ones)&^slash)&highs != 0 {
			return false
		}
		s = s[8:]
	}
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
