/// Reads the parts of a `CalendarDate` from left to right.
struct DateReader {
    private let text: UnsafeRawBufferPointer
    private var position = 0
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    ].map { Array($0.utf8) }

    /// A reader at the start of `text`.
    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    /// Whether nothing is left.
    var isAtEnd: Bool { position == text.count }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    /// The date without the time of day.
    mutating func date() -> CalendarDate? {
        if let month = monthName() { return nameFirst(month) }
        guard let first = number(digits: 1...4) else { return nil }
        let isYear = first.digits == 4
        guard let separator = next, "-/. ".utf8.contains(separator) else { return nil }
        position += 1
        if let month = monthName() {
            guard !isYear, first.digits <= 2 else { return nil }
            skip(["."])
            guard skip([separator == UInt8(ascii: " ") ? " " : Character(Unicode.Scalar(separator))]) else {
                return nil
            }
            guard let year = year() else { return nil }
            return CalendarDate(year, month, first.value)
        }
        guard separator != UInt8(ascii: " "), let second = number(digits: 1...2), next == separator else {
            return nil
        }
        position += 1
        if isYear {
            guard let day = number(digits: 1...2) else { return nil }
            return CalendarDate(first.value, second.value, day.value)
        }
        guard first.digits <= 2, let year = year() else { return nil }
        return numeric(first.value, second.value, year, separator)
    }

    private func numeric(_ first: Int, _ second: Int, _ year: Int, _ separator: UInt8) -> CalendarDate? {
        if separator == UInt8(ascii: ".") || first > 12 {
            return CalendarDate(year, second, first, .dayFirst)
        }
        if second > 12 { return CalendarDate(year, first, second, .monthFirst) }
        return CalendarDate(year, second, first, .open)
    }

    /// `March 1, 2020`, `Mar 1 2020`, `Mar-01-2020`.
    private mutating func nameFirst(_ month: Int) -> CalendarDate? {
        skip(["."])
        guard skip([" ", "-"]), let day = number(digits: 1...2) else { return nil }
        skip([","])
        guard skip([" ", "-"]), let year = year() else { return nil }
        return CalendarDate(year, month, day.value)
    }

    private mutating func year() -> Int? {
        guard let number = number(digits: 2...4), number.digits != 3 else { return nil }
        // Two digits as POSIX reads them (strptime, %y).
        guard number.digits == 2 else { return number.value }
        return number.value < 69 ? 2000 + number.value : 1900 + number.value
    }

    /// Nothing, or `T` or a space and `hh:mm[:ss[.fraction]]`, AM or PM, and a zone; nil for anything else.
    mutating func timeOfDay() -> Double? {
        guard !isAtEnd else { return 0 }
        guard skip(["T", "t", " "]), var hour = number(digits: 1...2)?.value, skip([":"]),
            let minute = number(digits: 2...2)?.value, minute < 60
        else { return nil }
        var seconds = 0.0
        if skip([":"]) {
            guard let whole = number(digits: 2...2)?.value, whole <= 60 else { return nil }
            seconds = Double(whole)
            if skip([".", ","]) {
                guard let fraction = number(digits: 1...9) else { return nil }
                var scale = 1.0
                for _ in 0..<fraction.digits { scale *= 10 }
                seconds += Double(fraction.value) / scale
            }
        }
        let hadSpace = skip([" "])
        if skip(["A", "a", "P", "p"]) {
            let isAfternoon = text[position - 1] | 0x20 == UInt8(ascii: "p")
            guard skip(["M", "m"]), (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (isAfternoon ? 12 : 0)
        } else if hadSpace, next != UInt8(ascii: "+"), next != UInt8(ascii: "-") {
            return nil
        }
        guard hour < 24, let offset = zone() else { return nil }
        return Double(hour * 3600 + minute * 60) + seconds - offset
    }

    /// `Z`, `±hh`, `±hhmm`, `±hh:mm` or nothing, in seconds.
    private mutating func zone() -> Double? {
        guard !isAtEnd else { return 0 }
        if skip(["Z", "z"]) { return 0 }
        guard skip(["+", "-"]) else { return nil }
        let sign = text[position - 1] == UInt8(ascii: "-") ? -1.0 : 1.0
        guard let hours = twoDigits(), hours < 24 else { return nil }
        skip([":"])
        guard !isAtEnd else { return sign * Double(hours * 3600) }
        guard let minutes = twoDigits(), minutes < 60 else { return nil }
        return sign * Double(hours * 3600 + minutes * 60)
    }

    /// An English month's name, whole or its first three letters; from 1.
    private mutating func monthName() -> Int? {
        var end = position
        while end < text.count, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[end] | 0x20) {
            end += 1
        }
        let length = end - position
        guard length >= 3 else { return nil }
        let word = text[position..<end].lazy.map { $0 | 0x20 }
        let index = Self.months.firstIndex { month in
            (length == 3 || length == month.count) && month.starts(with: word)
        }
        guard let index else { return nil }
        position = end
        return index + 1
    }

    private mutating func number(digits: ClosedRange<Int>) -> (value: Int, digits: Int)? {
        var (value, count) = (0, 0)
        while let byte = next, byte &- 0x30 < 10 {
            guard count < digits.upperBound else { return nil }
            value = value * 10 + Int(byte - 0x30)
            count += 1
            position += 1
        }
        return count < digits.lowerBound ? nil : (value, count)
    }

    /// Two digits, whatever follows.
    private mutating func twoDigits() -> Int? {
        guard position + 1 < text.count, text[position] &- 0x30 < 10, text[position + 1] &- 0x30 < 10 else {
            return nil
        }
        position += 2
        return Int(text[position - 2] - 0x30) * 10 + Int(text[position - 1] - 0x30)
    }

    @discardableResult
    private mutating func skip(_ characters: [Character]) -> Bool {
        guard let byte = next, characters.contains(Character(Unicode.Scalar(byte))) else { return false }
        position += 1
        return true
    }
}
