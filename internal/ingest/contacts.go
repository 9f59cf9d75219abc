package ingest

import (
	"regexp"
	"strings"

	"maillage/internal/network"
)

// What stands in a note for what was taken out of it.
const (
	withheldEmail = "[adresse personnelle non publiée]"
	withheldPhone = "[numéro de mobile non publié]"
)

var (
	emailForm = regexp.MustCompile(`[\pL\pN_.+-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)+`)
	// mobileForm is a French mobile number however it is grouped: 06 and 07,
	// those of the overseas departments included (0690, 0692, 0639…), or the
	// same after +33, +262, +508, +590, +594, +596, +687 or +689.
	mobileForm = regexp.MustCompile(`(?:\b0|(?:\+|\b00)(?:33|262|508|590|594|596|687|689)[ .\x{a0}-]*(?:\(0\)[ .\x{a0}-]*)?)[67](?:[ .\-/\x{a0}\x{202f}]*[0-9]){8}\b`)
	// bareMobile is one whose first zero a spreadsheet dropped.
	bareMobile  = regexp.MustCompile(`^[67][0-9]{8}$`)
	separators  = " ,;/|-–\u00a0"
	joiningWord = regexp.MustCompile(`^(?:ou|et|/)\s+|\s+(?:ou|et|/)$`)
)

// withhold takes the personal mail addresses and mobile numbers out of a site
// and counts them. A bus or a round of stops has a mobile for all to call: that
// of the service, which stays.
func (r *siteReader) withhold(s *network.Site) {
	personal := r.personalAddress(s)
	if email, n := withholdFrom(string(s.Contact.Email), emailForm, personal, ""); n > 0 {
		s.Contact.Email = network.Text(tidy(email))
		r.count(&r.withheld.emails)
	}
	note, addresses := withholdFrom(string(s.Note), emailForm, personal, withheldEmail)
	numbers := 0
	if !s.Itinerant() {
		if phone, n := withholdFrom(string(s.Contact.Phone), mobileForm, always, ""); n > 0 || bareMobile.MatchString(phone) {
			s.Contact.Phone = network.Text(tidy(bareMobile.ReplaceAllString(phone, "")))
			r.count(&r.withheld.phones)
		}
		note, numbers = withholdFrom(note, mobileForm, always, withheldPhone)
	}
	if addresses+numbers > 0 {
		s.Note = network.Text(note)
		r.count(&r.withheld.notes)
	}
}

// count counts one more value withheld, in the file and in the edition.
func (r *siteReader) count(field *int) {
	*field++
	r.in.report.Withheld++
}

func always(string) bool { return true }

// withholdFrom replaces what a form finds in a text, if it is personal, and
// says how often.
func withholdFrom(text string, form *regexp.Regexp, personal func(string) bool, by string) (string, int) {
	n := 0
	text = form.ReplaceAllStringFunc(text, func(found string) string {
		if !personal(found) {
			return found
		}
		n++
		return by
	})
	return text, n
}

// tidy removes what separated the values that are gone from those that stay.
func tidy(s string) string {
	for {
		trimmed := joiningWord.ReplaceAllString(strings.Trim(s, separators), "")
		if trimmed == s {
			break
		}
		s = trimmed
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(s, " -  - ", " - ")), " ")
}
