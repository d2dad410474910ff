import Numerics
import Primitives

/// The random streams that a cell may draw from, as its specification tells them.
struct StreamList {
    /// A stream, or all streams whose names begin alike.
    struct Entry {
        /// Its name; `…` stands for what is appended.
        let name: String
        /// What it is for.
        let purpose: String
    }

    let entries: [Entry]

    /// The streams of the cell with the canonical form `specification`.
    init(_ specification: JSONValue) {
        func ids(_ name: String) -> [String] {
            guard case .array(let elements)? = specification[name] else { return [] }
            return elements.compactMap { $0["id"]?.text }
        }
        var entries = [Entry(name: "split", purpose: "which rows are trained on, validated on, tested on")]
        let corruptions = ids("corruptions")
        for (position, id) in corruptions.enumerated() {
            let occurrence = corruptions[..<position].count { $0 == id }
            entries.append(
                Entry(name: "corruption/\(id)/\(occurrence)", purpose: "what the corruption damages"))
        }
        for id in ids("preprocessing") where id == "target-encoding" {
            entries.append(Entry(name: "preprocessing/\(id)", purpose: "the folds of the encoding"))
        }
        entries.append(
            Entry(name: "initialisation/…", purpose: "the initial values, a stream per parameter"))
        entries.append(Entry(name: "shuffle", purpose: "the order of the rows in each epoch"))
        for id in ids("methods") + [specification["optimizer"]?["id"]?.text].compactMap({ $0 }) {
            entries.append(Entry(name: "\(id)/…", purpose: "the draws of the method, if it makes any"))
        }
        if !ids("probes").isEmpty { entries.append(Entry(name: "probe…", purpose: "the draws of probes")) }
        for id in ids("evaluations") {
            entries.append(
                Entry(name: "evaluation/\(id)…", purpose: "the draws of the evaluation, if it makes any"))
        }
        self.entries = entries
    }
}
