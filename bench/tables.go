package main

import (
	"fmt"
	"strings"
)

// tables shows what answers took: a row a contender, a column a question.
func (r results) tables(m *match) []table {
	const micro, milli = 1e-6, 1e-3
	var asked strings.Builder
	for _, a := range m.asked {
		fmt.Fprintf(&asked, "- %s: %s (%s kB).\n", a.name, a.what, short(float64(len(a.requests[uncached].expected))/1000))
	}
	cores := "the load shares the server's core"
	if canPin {
		cores = "each server on one core, the load and PostgreSQL on another"
	}
	cpu := r.table(m, "Server CPU a request, µs", func(c costs) string {
		return short(c.of(func(c cost) float64 { return c.cpu }).median() / micro)
	})
	cpu.note = strings.TrimSuffix(asked.String(), "\n") + "\n\n" + fmt.Sprintf(
		"Medians; %d connections, %s; all are asked in short turns, and every answer is compared with the product's. With PostGraphile's counts PostgreSQL's. "+
			"Uncached means that each request has a variable of its own, which the document does not know: no answer is found, but what was told "+
			"of a site or a commune before is told again, as in earnest. "+
			"Stock gqlgen is the product without plans. Both log every request to a file, as in earnest.", connections, cores)
	if len(r[cell{cached, nested.name}]) == 0 {
		cpu.note += " The product keeps no answers and gives them no tags, hence two empty rows."
	}
	return []table{
		cpu,
		r.table(m, "Requests a second", func(c costs) string {
			return short(c.of(func(c cost) float64 { return c.rate }).median())
		}),
		r.table(m, "Time to an answer, ms: median / 99th percentile", func(c costs) string {
			return short(c.of(func(c cost) float64 { return c.p50 }).median()/milli) + " / " +
				short(c.of(func(c cost) float64 { return c.p99 }).median()/milli)
		}),
	}
}

func (r results) table(m *match, title string, show func(costs) string) table {
	t := table{title: title, head: []string{""}}
	for _, a := range m.asked {
		t.head = append(t.head, a.name)
	}
	for _, c := range m.contenders {
		row := []string{c.name}
		for _, a := range m.asked {
			shown := "–"
			if costs := r[cell{c.name, a.name}]; len(costs) > 0 {
				shown = show(costs)
			}
			row = append(row, shown)
		}
		t.add(row...)
	}
	return t
}
