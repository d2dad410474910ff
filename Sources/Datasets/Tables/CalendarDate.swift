/// A date, perhaps with a time of day, in one of the forms that files have.
///
/// ISO 8601 (`2020-03-01`, `2020-03-01T12:30:00Z`), year first with other separators, day and month in either
/// order (`1/3/2020`, `01.03.20`), and English names of months (`1 Mar 2020`, `March 1, 2020`). Plain whole
/// numbers are never dates.
struct CalendarDate: Hashable {
    /// Which of the two numbers before the year is the month.
    enum Order: Hashable {
        /// The form says it.
        case known
        /// Day and month may be either way round.
        case open
        /// The day comes first, for one number is above 12 or the separator is a full stop.
        case dayFirst
        /// The month comes first, for the other number is above 12.
        case monthFirst
    }

    /// Which number is the month.
    var order: Order
    /// The year.
    var year: Int
    /// The month, from 1; where `order` is open, the second number.
    var month: Int
    /// The day of the month, from 1; where `order` is open, the first number.
    var day: Int
    /// The time of day less the zone's offset, in seconds.
    var seconds: Double

    /// Seconds since 1970-01-01T00:00:00Z; day and month change places when `monthFirst` and they may.
    func timestamp(monthFirst: Bool = false) -> Double {
        let isSwapped = order == .open && monthFirst
        return Double(Self.days(year, isSwapped ? day : month, isSwapped ? month : day)) * 86400 + seconds
    }

    /// Reads the UTF-8 text of a cell; nil for anything that is no date.
    init?(_ text: UnsafeRawBufferPointer) {
        // The longest: "September 30, 2020 11:59:59.123456789 PM +01:00".
        guard text.count >= 6, text.count <= 50 else { return nil }
        var reader = DateReader(text)
        guard let date = reader.date() else { return nil }
        self = date
        guard let time = reader.timeOfDay(), reader.isAtEnd else { return nil }
        seconds = time
    }

    /// A date at midnight; nil where there is no such day.
    init?(_ year: Int, _ month: Int, _ day: Int, _ order: Order = .known) {
        guard (1...12).contains(month), day >= 1, day <= Self.length(year, month) else { return nil }
        (self.year, self.month, self.day, self.order) = (year, month, day, order)
        seconds = 0
    }

    private static func length(_ year: Int, _ month: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Days since 1970-01-01 in the Gregorian calendar, for years from 0 on.
    ///
    /// Years begin in March here, so that the leap day is the last one.
    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let cycle = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfCycle = shifted - cycle * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return cycle * 146_097 + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468
    }
}
