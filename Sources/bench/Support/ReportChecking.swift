import Foundation
import Primitives
import Records
import Reporting
import Store

/// A committed report that is made again, as its marker says, and compared.
struct ReportChecking {
    let path: String
    let document: String
    /// How it was made; nil for CSV, which has no place for a marker.
    let marker: ReportMarker?

    init(path: String) throws(BenchError) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw BenchError(
                .usage, "cannot read \"\(path)\"", remedy: "name a report that was written with -o")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw BenchError(.data, "\"\(path)\" is not text in UTF-8")
        }
        self.path = path
        document = text
        marker = ReportMarker(in: text)
        if marker == nil, !CSVRenderer.isReport(text) {
            throw BenchError(
                .data, "\"\(path)\" is no report written by bench: it does not say how it was made",
                remedy: "name a file that was written with bench report -o")
        }
    }

    /// Throws `.usage` where the document says how it was made, and options (`given`) say it too.
    func refuse(_ given: [String]) throws(BenchError) {
        guard marker != nil, !given.isEmpty else { return }
        throw BenchError(
            .usage,
            "\(given.joined(separator: ", ")) \(given.count == 1 ? "goes" : "go") not with --check: "
                + "the marker in the first lines of \"\(path)\" decides how it is made",
            remedy: "leave \(given.count == 1 ? "it" : "them") out, or write the report anew")
    }

    /// The first difference between the document, with the files beside it, and what the report is now.
    func mismatch(_ report: Report, _ renderer: any ReportRenderer, _ marker: ReportMarker)
        -> ReportCheck.Mismatch?
    {
        let check = ReportCheck(
            report, renderer,
            RenderingOptions(folder: marker.folder, maximumBytes: marker.maximumBytes, marker: self.marker))
        var files: [String: String] = [:]
        if let folder = marker.folder {
            let place = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(folder)
            for name in check.attachmentNames {
                files[name] = try? String(contentsOf: place.appendingPathComponent(name), encoding: .utf8)
            }
        }
        return check.mismatch(document: document, attachments: files)
    }
}
