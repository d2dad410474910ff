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

    /// Seconds since 1970 of a text as above; anything else is damage.
    static func seconds(_ text: String) throws -> Double {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return bytes[range].reduce(0) { 10 * $0 + Int($1) - 0x30 }
        }
        guard bytes.count == 27, let year = number(0..<4), let month = number(5..<7),
            let day = number(8..<10), let hour = number(11..<13), let minute = number(14..<16),
            let second = number(17..<19), let fraction = number(20..<26), (1...12).contains(month)
        else { throw StoreFailure.damaged("the moment \"\(text)\"") }
        let whole = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
        return Double(whole) + Double(fraction) / 1e6
    }

    /// The day counted from 1970-01-01 of a Gregorian date.
    ///
    /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let (era, yearOfEra) = floorDivide(month <= 2 ? year - 1 : year, 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
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
