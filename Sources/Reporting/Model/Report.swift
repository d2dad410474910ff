/// A report as values: what is said, not how it is laid out.
///
/// A renderer turns it into one format. All texts are plain: a renderer escapes whatever its format gives a meaning
/// to.
public struct Report: Sendable, Hashable {
    /// The title.
    public var title: String
    /// The sections, in reading order.
    public var sections: [Section]

    private var blocks: [Section.Block] { sections.flatMap(\.blocks) }

    /// All tables, in reading order.
    public var tables: [Table] {
        blocks.compactMap { block in
            if case .table(let table) = block { table } else { nil }
        }
    }

    /// All figures, in reading order.
    public var figures: [Figure] {
        blocks.compactMap { block in
            if case .figure(let figure) = block { figure } else { nil }
        }
    }

    /// All findings, in reading order.
    public var findings: [Finding] {
        blocks.flatMap { block -> [Finding] in
            if case .findings(let findings) = block { findings } else { [] }
        }
    }

    /// A report.
    public init(title: String, sections: [Section]) {
        self.title = title
        self.sections = sections
    }
}

/// One section of a report.
public struct Section: Sendable, Hashable {
    /// A piece of a section.
    public enum Block: Sendable, Hashable {
        /// A paragraph.
        case paragraph(String)
        /// A list without numbers.
        case list([String])
        /// A table with its notes.
        case table(Table)
        /// A figure with its caption.
        case figure(Figure)
        /// Statements that stand out, such as those of the verdict.
        case findings([Finding])
    }

    /// Its name for programs and links, stable across versions, like "results-digits-mlp": lower-case words
    /// between hyphens, unique in the report.
    public var id: String
    /// The title.
    public var title: String
    /// Whether most readers can do without it: shown folded where a format can fold.
    public var isAside: Bool
    /// The contents, in reading order.
    public var blocks: [Block]

    /// A section.
    public init(id: String, title: String, isAside: Bool = false, blocks: [Block]) {
        self.id = id
        self.title = title
        self.isAside = isAside
        self.blocks = blocks
    }
}
