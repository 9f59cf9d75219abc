package embedded

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"maillage/internal/network"
	"maillage/internal/source"
)

// readCounts returns the official count of every territory of counts.tsv at
// every month end, as the barometer published it: a level holds until the next
// column of the table, and the last one until asOf.
func readCounts() ([]network.ReportedCount, error) {
	content, err := readFile("counts.tsv")
	if err != nil {
		return nil, err
	}
	days, columns := levelDays(content)
	var counts []network.ReportedCount
	err = readTable("counts.tsv", columns, func(row []string) error {
		for i, day := range days {
			level, err := strconv.Atoi(row[1+i])
			if err != nil {
				return err
			}
			next := asOf.AddDays(1)
			if i+1 < len(days) {
				next = days[i+1]
			}
			for ; day < next; day = nextMonthEnd(day) {
				counts = append(counts, network.ReportedCount{
					Territory: network.TerritoryRef(row[0]), Date: day, Labelled: level, SourceCode: source.Barometer})
			}
		}
		return nil
	})
	slices.SortFunc(counts, func(a, b network.ReportedCount) int {
		return cmp.Or(cmp.Compare(a.Territory, b.Territory), cmp.Compare(a.Date, b.Date))
	})
	return counts, err
}

// levelDays returns the days that head the columns after the first.
func levelDays(content string) (days []network.Date, columns int) {
	for line := range strings.Lines(content) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, cell := range strings.Split(strings.TrimSpace(line), "\t") {
			if columns++; columns > 1 {
				days = append(days, network.Date(cell))
			}
		}
		break
	}
	return days, columns
}

// nextMonthEnd returns the last day of the month after a month's last day.
func nextMonthEnd(day network.Date) network.Date {
	first := day.Time().AddDate(0, 0, 1)
	return network.DateOf(time.Date(first.Year(), first.Month()+1, 0, 0, 0, 0, 0, time.UTC))
}
