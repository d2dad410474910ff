import Primitives

extension SuiteSection {
    /// The datasets; each needs an id, which is its label, and a kind.
    ///
    /// What damages, splits and prepares one dataset stands with it; the protocol speaks for all others.
    static let datasets = SuiteSection("datasets", isRequired: true) { node, reader in
        guard let node, let elements = node.list(as: "datasets", &reader.findings) else { return }
        let before = reader.findings.count
        var drafts: [DatasetDraft] = []
        var places: [(label: String, place: Place)] = []
        for element in elements {
            for draft in DatasetEntry(element, &reader)?.drafts ?? [] {
                drafts.append(draft)
                places.append((draft.label, element.place))
            }
            guard AxisLimit.holds(drafts.count, "datasets", element.place, &reader.findings) else { return }
        }
        guard Label.checkUnique(places, in: "datasets", &reader.findings),
            reader.findings.count == before, !node.isFaulty
        else { return }
        reader.draft.datasets = drafts
    }
}

/// One entry of `datasets`: several datasets when it is a grid or its path a pattern.
private struct DatasetEntry {
    static let keys = ["corruptions", "split", "preprocessing", "allow"]

    var drafts: [DatasetDraft] = []

    init?(_ element: YAMLNode, _ reader: inout SuiteReader) {
        let before = reader.findings.count
        let component = ComponentEntry(
            element, noun: "dataset", kind: "dataset kind", catalogue: reader.vocabulary.datasets,
            reserved: Self.keys, needsID: true, &reader.findings)
        let corruptions = CorruptionList(element.field("corruptions"), &reader)
        let split = element.field("split").flatMap { SplitReading.use($0, &reader) }
        let preprocessing = element.field("preprocessing").flatMap { PreprocessingReading.uses($0, &reader) }
        let allowed = element.field("allow").map { Self.allowed($0, &reader) } ?? []
        guard let component, reader.findings.count == before else { return nil }
        let splits = reader.vocabulary.splits
        for variant in Self.files(component, element, &reader) {
            for damage in corruptions.variants {
                drafts.append(
                    DatasetDraft(
                        label: variant.label + damage.suffix, group: variant.group, use: variant.use,
                        corruptions: damage.uses, split: split,
                        usualSplit: Self.usualSplit(variant.use, component.declaration, splits),
                        preprocessing: preprocessing, allowed: allowed))
            }
        }
        guard reader.findings.count == before else { return nil }
    }

    /// The scheme that a dataset is split by where the suite names none: that of its kind, or the parts that a
    /// file names for its rows.
    private static func usualSplit(
        _ use: ComponentUse, _ kind: ComponentDeclaration, _ splits: [ComponentDeclaration]
    ) -> ComponentUse? {
        let bringsSplit = ["split_column", "split_file"].contains { key in
            if case .text? = use.arguments.values[key] { true } else { false }
        }
        let id = kind.split ?? (bringsSplit ? "given" : nil)
        return splits.first { $0.id == id }.map { ComponentUse(checked: $0, [:]) }
    }

    /// The variants, with a pattern in `path` replaced by the files that match it.
    private static func files(
        _ component: ComponentEntry, _ element: YAMLNode, _ reader: inout SuiteReader
    ) -> [ComponentEntry.Variant] {
        let folder = Suite.baseDirectory(of: reader.path)
        guard component.declaration.family == "file",
            component.variants.contains(where: {
                FilePattern.isPattern($0.use.arguments.optionalText("path") ?? "", in: folder)
            })
        else { return component.variants }
        let place = element.field("path")?.place ?? element.place
        return component.variants.flatMap { variant -> [ComponentEntry.Variant] in
            let pattern = variant.use.arguments.text("path")
            guard FilePattern.isPattern(pattern, in: folder) else { return [variant] }
            let paths = FilePattern.matches(pattern, in: folder)
            if paths.isEmpty || paths.count > FilePattern.most {
                reader.findings.report(
                    paths.isEmpty
                        ? "no file matches \"\(pattern.clipped())\""
                        : "more than \(FilePattern.most) files match \"\(pattern.clipped())\"",
                    at: place, remedy: "a path is relative to the folder of the suite's file")
                return []
            }
            let suffix = variant.label.dropFirst(variant.group.count)
            return paths.map { path in
                var given = variant.use.arguments.values
                given["path"] = .text(path)
                return ComponentEntry.Variant(
                    label: FilePattern.stem(path) + suffix, group: variant.group,
                    use: ComponentUse(checked: component.declaration, given))
            }
        }
    }

    /// The checks whose findings are accepted.
    private static func allowed(_ node: YAMLNode, _ reader: inout SuiteReader) -> [String] {
        let elements = node.text == nil ? node.list(as: "allow", &reader.findings) ?? [] : [node]
        return elements.compactMap {
            ComponentLookup.find($0, "data check", in: reader.vocabulary.checks, &reader.findings)?.id
        }.sorted()
    }
}

/// The corruptions of a dataset entry: every combination of their grids.
private struct CorruptionList {
    struct Variant {
        var uses: [ComponentUse]
        /// What the values of grids add to the dataset's label.
        var suffix: String
    }

    var variants = [Variant(uses: [], suffix: "")]

    init(_ node: YAMLNode?, _ reader: inout SuiteReader) {
        guard let node, let elements = node.list(as: "corruptions", &reader.findings) else { return }
        var lists: [[ParameterGrid.Variant]] = []
        for element in elements {
            if case .mapping = element.content, element.field("id") == nil {
                reader.findings.report("a corruption needs the key \"id\"", at: element.place)
                continue
            }
            guard
                let declaration = ComponentLookup.find(
                    element.field("id") ?? element, "corruption", in: reader.vocabulary.corruptions,
                    &reader.findings),
                let grid = ParameterGrid(
                    element, of: declaration, what: "corruption \"\(declaration.id)\"", reserved: ["id"],
                    &reader.findings)
            else { continue }
            lists.append(grid.variants)
        }
        guard lists.reduce(1, { min($0 * $1.count, ParameterGrid.most + 1) }) <= ParameterGrid.most else {
            reader.findings.report(
                "the grid of these corruptions has more than \(ParameterGrid.most) entries", at: node.place,
                remedy: "shorten its lists")
            return
        }
        variants = Product.of(lists).map { Variant(uses: $0.map(\.use), suffix: Label.suffix($0)) }
    }
}
