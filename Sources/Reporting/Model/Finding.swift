/// A statement that the numbers support, in one sentence.
public struct Finding: Sendable, Hashable {
    /// What kind of statement it is.
    public enum Verdict: String, Sendable, Hashable {
        /// A method is better than what it is compared with.
        case better
        /// A method is worse.
        case worse
        /// The two are equal to within a margin that was named beforehand.
        case equivalent
        /// No difference is shown, which is not the same as none.
        case undecided
        /// Nothing of a ranking: a fact about the experiment that readers must know.
        case notice
    }

    /// In how many of the analyses that one could have made as well the statement holds.
    public struct Stability: Sendable, Hashable {
        /// The analyses in which it holds.
        public var holds: Int
        /// All that were made.
        public var of: Int

        /// `holds` analyses of `of`.
        public init(holds: Int, of: Int) {
            self.holds = holds
            self.of = of
        }
    }

    /// Its name for programs and links, unique in the report, like "digits-mlp-dropout".
    public var id: String
    /// What kind of statement it is.
    public var verdict: Verdict
    /// The statement: a whole sentence with its numbers, which can be printed as it is.
    public var sentence: String
    /// How far it depends on how the numbers were looked at; nil where that was not tried.
    public var stability: Stability?

    /// A finding.
    public init(id: String, verdict: Verdict, sentence: String, stability: Stability? = nil) {
        self.id = id
        self.verdict = verdict
        self.sentence = sentence
        self.stability = stability
    }
}
