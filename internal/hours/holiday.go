package hours

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/fr"
)

// local are the public holidays that a department or an overseas collectivity
// has beside the eleven of the Republic (Code du travail, L3133-1): those of
// Alsace-Moselle (L3134-13), and the abolition of slavery overseas (L3422-2,
// décret 83-1003, and Saint-Martin's own day since 2018). Good Friday is one only
// in communes with a Protestant church, which no list of ours tells. What the
// other collectivities decided for themselves is not here: no site stands there.
var local = map[string][]*cal.Holiday{
	"57":  alsaceMoselle,
	"67":  alsaceMoselle,
	"68":  alsaceMoselle,
	"971": {abolition(time.May, 27)},
	"972": {abolition(time.May, 22)},
	"973": {abolition(time.June, 10)},
	"974": {abolition(time.December, 20)},
	"976": {abolition(time.April, 27)},
	"977": {abolition(time.October, 9)},
	"978": {
		abolition(time.May, 27).Clone(&cal.Holiday{EndYear: 2017}),
		abolition(time.May, 28).Clone(&cal.Holiday{StartYear: 2018}),
	},
}

var alsaceMoselle = []*cal.Holiday{
	aa.GoodFriday.Clone(&cal.Holiday{Name: "Vendredi saint", Type: cal.ObservancePublic}),
	aa.ChristmasDay2.Clone(&cal.Holiday{Name: "Saint-Étienne", Type: cal.ObservancePublic}),
}

func abolition(month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{
		Name: "Abolition de l'esclavage", Type: cal.ObservancePublic,
		Month: month, Day: day, Func: cal.CalcDayOfMonth,
	}
}

// PublicHoliday returns the French name of the public holiday that a day is in a
// department or an overseas collectivity, "" if it is none. Of the time only the
// date counts. The law is that of 2020 and since.
func PublicHoliday(day time.Time, place string) string {
	for _, holidays := range [][]*cal.Holiday{fr.Holidays, local[place]} {
		for _, h := range holidays {
			// No occurrence in that year is the zero time, of another year.
			on, _ := h.Calc(day.Year())
			if on.Year() == day.Year() && on.YearDay() == day.YearDay() {
				return h.Name
			}
		}
	}
	return ""
}
