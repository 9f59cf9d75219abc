package hours

import (
	"testing"
	"time"
)

// What the State's calendar of public holidays says.
func TestPublicHoliday(t *testing.T) {
	for _, c := range []struct{ day, place, want string }{
		{"2024-01-01", "80", "Nouvel an"},
		{"2024-04-01", "80", "Lundi de Pâques"},
		{"2024-05-01", "974", "Fête du Travail"},
		{"2024-05-08", "80", "Fête de la Victoire"},
		{"2024-05-09", "80", "Ascension"},
		{"2024-05-20", "80", "Lundi de Pentecôte"},
		{"2024-07-14", "80", "Fête Nationale"},
		{"2024-08-15", "80", "Assomption"},
		{"2024-11-01", "80", "Toussaint"},
		{"2024-11-11", "80", "Armistice de 1918"},
		{"2024-12-25", "80", "Noël"},
		{"2024-03-29", "67", "Vendredi saint"},
		{"2024-03-29", "54", ""},
		{"2024-12-26", "57", "Saint-Étienne"},
		{"2024-12-26", "80", ""},
		{"2024-05-27", "971", "Abolition de l'esclavage"},
		{"2024-05-27", "978", ""},
		{"2024-05-28", "978", "Abolition de l'esclavage"},
		{"2017-05-27", "978", "Abolition de l'esclavage"},
		{"2024-05-22", "972", "Abolition de l'esclavage"},
		{"2024-06-10", "973", "Abolition de l'esclavage"},
		{"2024-12-20", "974", "Abolition de l'esclavage"},
		{"2024-04-27", "976", "Abolition de l'esclavage"},
		{"2024-10-09", "977", "Abolition de l'esclavage"},
		{"2024-12-20", "80", ""},
		{"2024-07-31", "80", ""},
		{"0001-01-02", "978", ""},
	} {
		day, err := time.Parse(time.DateOnly, c.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := PublicHoliday(day, c.place); got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.day, c.place, got, c.want)
		}
	}
}
