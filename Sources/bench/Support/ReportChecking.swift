import Foundation
import Primitives
import Records
import Reporting
import Store

/// A committed report that is made again, as its marker says, and compared.
struct ReportChecking {
    let path: String
    let document: String
    /// How it was made; nil for a document without a marker, such as CSV.
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
