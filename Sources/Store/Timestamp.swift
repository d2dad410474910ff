import Foundation

/// Moments as ISO 8601 text in UTC with microseconds, which sorts as it reads.
enum Timestamp {
    /// Seconds since 1970 now.
    static var now: Double { Date().timeIntervalSince1970 }

    /// `2026-01-31T23:59:59.123456Z` for seconds since 1970 (years 0000 to 9999).
    static func text(_ seconds: Double) -> String {
        precondition(seconds.isFinite, "a moment is a finite number of seconds")
        let microseconds = Int((seconds * 1e6).rounded())
        let (second, fraction) = floorDivide(microseconds, 1_000_000)
        let (day, rest) = floorDivide(second, 86_400)
        let civilDay = civil(day)
        let date = [padded(civilDay.year, 4), padded(civilDay.month, 2), padded(civilDay.day, 2)]
            .joined(separator: "-")
        let time = [rest / 3600, rest / 60 % 60, rest % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(date)T\(time).\(padded(fraction, 6))Z"
    }

    /// Seconds since 1970 of a moment that `text` wrote; nil for any other text.
    static func seconds(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        let pattern = Array("0000-00-00T00:00:00.000000Z".utf8)
        guard bytes.count == pattern.count,
            zip(bytes, pattern).allSatisfy({ $1 == 0x30 ? (0x30...0x39).contains($0) : $0 == $1 })
        else { return nil }
        func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { 10 * $0 + Int($1) - 0x30 } }
        let (month, year) = (number(5..<7), number(0..<4))
        guard (1...12).contains(month) else { return nil }
        let day = day(year: year, month: month, day: number(8..<10))
        let second = day * 86_400 + number(11..<13) * 3600 + number(14..<16) * 60 + number(17..<19)
        return Double(second) + Double(number(20..<26)) / 1e6
    }

    /// Days since 1970 of a Gregorian date: days_from_civil of the same source as below.
    private static func day(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = floorDivide(shiftedYear, 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The Gregorian date of a day counted from 1970-01-01.
    ///
    /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    private static func civil(_ daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = floorDivide(daysSince1970 + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func floorDivide(_ value: Int, _ divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
