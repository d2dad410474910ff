/// Finds the known word that a mistyped one most likely meant.
public enum Suggestion {
    /// The candidate nearest to `word` by optimal string alignment distance, if near enough to be meant.
    ///
    /// Near enough: at most one edit in words of up to four letters, else at most a third of the length; case
    /// and the difference of `-` and `_` count for nothing. Ties go to the alphabetically first. A candidate that the
    /// word begins with (`focal` of `focal-loss`), or that begins with the word, is near too.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        // Nobody mistypes that much; and the table of distances must stay small.
        guard word.utf8.count <= 200 else { return nil }
        let wanted = normalised(word)
        var best: (candidate: String, distance: Int)?
        for candidate in candidates.sorted() {
            let distance = distance(wanted, normalised(candidate))
            if distance < best?.distance ?? Int.max { best = (candidate, distance) }
        }
        guard let best, best.distance <= max(1, wanted.count / 3) else { return partOf(wanted, candidates) }
        // A whole word in common means more than many letters: poly_loss is poly and not norm_loss.
        return best.distance * 4 <= wanted.count
            ? best.candidate : partOf(wanted, candidates) ?? best.candidate
    }

    /// ` (did you mean "x"?)`, or nothing.
    public static func hint(for word: String, among candidates: some Sequence<String>) -> String {
        nearest(to: word, among: candidates).map { " (did you mean \"\($0)\"?)" } ?? ""
    }

    /// The longest candidate of which whole words begin `wanted`, or else the shortest that they begin.
    private static func partOf(_ wanted: [Character], _ candidates: some Sequence<String>) -> String? {
        guard wanted.count > 2 else { return nil }
        var head: String?
        var extended: String?
        for candidate in candidates.sorted() {
            let letters = normalised(candidate)
            if letters.count > 2, wanted.starts(with: letters + ["_"]) {
                if head.map({ $0.count < candidate.count }) ?? true { head = candidate }
            } else if letters.starts(with: wanted + ["_"]) {
                if extended.map({ $0.count > candidate.count }) ?? true { extended = candidate }
            }
        }
        return head ?? extended
    }

    private static func normalised(_ word: String) -> [Character] {
        word.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 }
    }

    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var rows = [Array(0...b.count)]
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                var cost = min(
                    row[j - 1] + 1, rows[i - 1][j] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    cost = min(cost, rows[i - 2][j - 2] + 1)
                }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
