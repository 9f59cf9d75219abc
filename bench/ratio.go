package main

// A ratio is how many times better one contender does than another, and what it
// should be at least for each question, in the order of questions.
type ratio struct {
	title         string
	better, other string
	of            func(better, other cost) float64
	least         [7]float64
}

func byCPU(better, other cost) float64  { return other.cpu / better.cpu }
func byRate(better, other cost) float64 { return better.rate / other.rate }

// ratios are the targets.
var ratios = []ratio{
	{"uncached, against PostGraphile + PostgreSQL, CPU", uncached, postGraphile, byCPU, [7]float64{15, 30, 60, 100, 20, 40, 20}},
	{"uncached, against Mercurius JIT, requests a second", uncached, mercurius, byRate, [7]float64{2, 5, 4, 12, 2, 3, 2.5}},
	{"the same by CPU, which others on the machine change less", uncached, mercurius, byCPU, [7]float64{2, 5, 4, 12, 2, 3, 2.5}},
	{"uncached, against net/http, CPU", uncached, netHTTP, byCPU, [7]float64{0.5, 0.5, 0.35, 0.25, 0.45, 0.7, 0.4}},
	{"cached, against net/http, CPU", cached, netHTTP, byCPU, [7]float64{0.7, 0.8, 0.8, 0.85, 0.6, 0.8, 0.7}},
}

// ratios shows each ratio, the median of the runs' own, beside its target.
func (r results) ratios(m *match) table {
	t := table{
		title: "How many times better, beside the target",
		head:  []string{"Maillage"},
		note:  "Each is the median of the ratios of single runs. CPU is what the other spends for what Maillage spends.",
	}
	for _, a := range m.asked {
		t.head = append(t.head, a.name)
	}
	for _, ratio := range ratios {
		if !m.has(ratio.other) {
			continue
		}
		row := []string{ratio.title}
		for i, a := range m.asked {
			row = append(row, r.ratio(ratio, a.name, ratio.least[i]))
		}
		t.add(row...)
	}
	return t
}

func (r results) ratio(of ratio, question string, least float64) string {
	better, other := r[cell{of.better, question}], r[cell{of.other, question}]
	if len(better) == 0 || len(other) == 0 {
		return "– (≥ " + short(least) + ")"
	}
	s := make(samples, len(better))
	for i := range s {
		s[i] = of.of(better[i], other[i])
	}
	return short(s.median()) + " (" + s.atLeast(least) + ")"
}

func (m *match) has(name string) bool {
	for _, c := range m.contenders {
		if c.name == name {
			return true
		}
	}
	return false
}
