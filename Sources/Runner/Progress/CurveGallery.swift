import Foundation
import Primitives
import Records
import Store

/// The learning curves that `bench watch` shows: of cells in flight, and the means of what has finished.
public final class CurveGallery {
    /// What is to be seen.
    public struct Selection: Sendable {
        /// The experiment's name or number; nil for the latest.
        public var experiment: String?
        /// How the identities of the cells begin; nil for all, as means.
        public var cellPrefix: String?
        /// Which curve.
        public var measure: CurveMeasure

        /// What is to be seen.
        public init(experiment: String? = nil, cellPrefix: String? = nil, measure: CurveMeasure) {
            self.experiment = experiment
            self.cellPrefix = cellPrefix
            self.measure = measure
        }
    }

    /// A mean is over so many cells at most, the first of the suite's order.
    private static let meanLimit = 20

    private struct Group {
        var labels: ResultTable.Labels
        var cells: [CellIdentity]
    }

    private let storePath: String
    private let selection: Selection
    private var experimentID: Int?
    /// The finished cells to be shown, by configuration.
    private var groups: [Group] = []
    private var singles: [(identity: CellIdentity, label: String)] = []
    private var known: [CellIdentity: [CurveTrace]] = [:]
    /// When the store's cells were read last, and how long that took.
    private var lastRead = (end: -Double.infinity, duration: 0.0)
    private var document: StatusDocument?
    /// Whether a run is under way.
    public private(set) var isRunning = false

    /// The curves of the store at `storePath`.
    public init(storePath: String, selection: Selection) {
        self.storePath = storePath
        self.selection = selection
    }

    /// Looks again at the run and, now and then, at the store.
    public func refresh(now: Double = MonotonicTime.seconds()) throws(BenchError) {
        let writer = Store.writer(of: storePath)
        document = StatusDocument.read(store: storePath)
        isRunning = writer != nil && document?.process == writer
        if !isRunning { document = nil }
        let isDue = now - lastRead.end >= max(2, 10 * lastRead.duration)
        guard isDue || !isRunning else { return }
        do throws(BenchError) {
            if !Store.isEmpty(storePath) { try readStore() }
        } catch {
            // A store that is just being made will be there at the next look.
            if !isRunning { throw error }
        }
        let end = MonotonicTime.seconds()
        lastRead = (end, max(0, end - now))
    }

    private func readStore() throws(BenchError) {
        let store = try Store(path: storePath, mode: .readOnly)
        defer { store.close() }
        guard let experiment = try chosen(in: store) else { return }
        experimentID = experiment.id
        let table = try store.results(experiment: experiment.id)
        singles = []
        var places: [Int: Int] = [:]
        groups = []
        for row in table where row.kind != nil {
            if let prefix = selection.cellPrefix {
                guard row.identity.description.hasPrefix(prefix) else { continue }
                let label = "\(row.dataset) / \(row.model) / \(row.method) / seed \(row.seed)"
                singles.append((row.identity, label))
                continue
            }
            guard row.kind == .completed else { continue }
            let number = table.configurationNumber(of: row.index)
            let place = places[number] ?? groups.count
            if place == groups.count {
                places[number] = place
                groups.append(Group(labels: row.labels, cells: []))
            }
            if groups[place].cells.count < Self.meanLimit { groups[place].cells.append(row.identity) }
        }
    }

    private func chosen(in store: Store) throws(BenchError) -> StoredExperiment? {
        guard let wanted = selection.experiment else { return try store.latestExperiment() }
        if let id = Int(wanted), let found = try store.experiment(id) { return found }
        if let found = try store.latestExperiment(named: wanted) { return found }
        let names = Set(try store.experiments().map(\.record.name)).sorted()
        throw BenchError(
            .usage, "the store has no experiment \"\(wanted)\"" + Suggestion.hint(for: wanted, among: names),
            remedy: names.isEmpty ? "run a suite first" : "known: " + names.joined(separator: ", "))
    }

    /// The curves of a stored cell; those of a cell that ended do not change.
    private func curves(_ identity: CellIdentity, _ store: inout Store?) throws(BenchError) -> [CurveTrace] {
        if let curves = known[identity] { return curves }
        if store == nil { store = try Store(path: storePath, mode: .readOnly) }
        let curves = CurveMeasure.curves(try store!.curves(identity))
        known[identity] = curves
        return curves
    }

    /// How many curves there are.
    public var count: Int { inFlight.count + groups.count + singles.count }

    private var inFlight: [RunSnapshot.Cell] {
        guard let document, selection.experiment == nil || document.experiment == experimentID else {
            return []
        }
        return document.snapshot.workers.compactMap(\.cell).filter {
            $0.identity.hasPrefix(selection.cellPrefix ?? "")
        }
    }

    /// Some of the curves: cells in flight first, then what has finished, in the suite's order.
    ///
    /// Throws `.usage` where no curve has the metric that was asked for.
    public func panels(_ range: Range<Int>) throws(BenchError) -> [CurvePanel] {
        var panels: [CurvePanel] = []
        var available: [CurveTrace] = []
        var store: Store?
        defer { store?.close() }
        let flying = inFlight
        for number in range.clamped(to: 0..<count) {
            if number < flying.count {
                let cell = flying[number]
                available += cell.curves
                let curve = selection.measure.select(cell.curves)
                panels.append(
                    panel(
                        .inFlight, cell.label, "epoch \(cell.epoch)/\(cell.epochs)", curve,
                        curve?.points ?? []))
            } else if number < flying.count + singles.count {
                let single = singles[number - flying.count]
                let all = try curves(single.identity, &store)
                available += all
                let curve = selection.measure.select(all)
                panels.append(
                    panel(
                        .cell, single.label, String(single.identity.description.prefix(12)), curve,
                        curve?.points ?? []))
            } else {
                let group = groups[number - flying.count - singles.count]
                var found: [CurveTrace] = []
                for identity in group.cells {
                    let all = try curves(identity, &store)
                    available += all
                    if let curve = selection.measure.select(all) { found.append(curve) }
                }
                let labels = group.labels
                panels.append(
                    panel(
                        .mean, "\(labels.dataset) / \(labels.model) / \(labels.method)",
                        "mean of \(found.count)", found.first, CurveMeasure.mean(found)))
            }
        }
        let names = Set(available.map { "\($0.part.rawValue).\($0.name)" }).sorted()
        if !names.isEmpty, panels.allSatisfy({ $0.measure == nil }) {
            let wanted = selection.measure.text
            throw BenchError(
                .usage,
                "no learning curve is called \"\(wanted)\"" + Suggestion.hint(for: wanted, among: names),
                remedy: "known: " + names.joined(separator: ", "))
        }
        return panels
    }

    private func panel(
        _ kind: CurvePanel.Kind, _ title: String, _ note: String, _ curve: CurveTrace?,
        _ points: [CurveTrace.Point]
    ) -> CurvePanel {
        CurvePanel(
            kind: kind, title: title, note: note, measure: curve.map { .init(part: $0.part, name: $0.name) },
            points: points)
    }

    /// How far the run is, in a line.
    func headline(columns: Int) -> String {
        let left = document?.suite ?? storePath
        let right = document.map { ProgressText.totals($0.snapshot, columns: max(columns / 2, 12)) }
        return TextFit.line(
            "\(left): \(selection.measure.text)", right ?? "no run is under way", columns: columns)
    }
}
