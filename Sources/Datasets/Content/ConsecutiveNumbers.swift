/// Numbers that count something, such as rows.
enum ConsecutiveNumbers {
    /// Whether the numbers are consecutive in any order, each once.
    ///
    /// They must be whole and so small that differences of them are exact.
    static func isPermutation(_ numbers: [Double]) -> Bool {
        guard let least = numbers.min(), let most = numbers.max(), most - least == Double(numbers.count - 1)
        else { return false }
        var seen = [Bool](repeating: false, count: numbers.count)
        for number in numbers {
            let place = Int(number - least)
            if seen[place] { return false }
            seen[place] = true
        }
        return true
    }
}
