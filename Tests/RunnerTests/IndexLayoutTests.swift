import Datasets
import Primitives
import Records
import Testing

@testable import Runner

/// Numbers of levels reach only models and methods that can take them.
@Suite("Inputs that are numbers of levels")
struct IndexLayoutTests {
    private static let data: PreparedData = {
        let part = Partition(rows: 1, inputs: [2, 0.5], targets: [0, 1], labels: [1], values: [])
        return PreparedData(
            task: .classification(classes: ["a", "b"]), featureNames: ["c=index", "x"],
            layout: InputLayout(
                [.init("c", .index(levels: 3), width: 1), .init("x", .numeric, width: 1)], shape: [2]),
            outputWidth: 2, train: part, validation: part, test: part)
    }()

    @Test("every model but embedding-mlp refuses them", arguments: Catalogue.vocabulary.models.map(\.id))
    func models(id: String) throws {
        let use = try ComponentUse(Catalogue.vocabulary.models.first { $0.id == id }!)
        do throws(Diagnostic) {
            _ = try Catalogue.model(use, data: Self.data)
            #expect(id == "embedding-mlp")
        } catch {
            #expect(id != "embedding-mlp")
            #expect(error.message.contains("column \"c\"") && error.remedy!.contains("one-hot"))
        }
    }

    @Test("methods that change inputs refuse them, others do not")
    func methods() throws {
        let refusing = try Catalogue.vocabulary.methods.filter { declaration in
            Catalogue.refusal(of: try ComponentUse(declaration), inputs: Self.data.layout) != nil
        }
        #expect(refusing.map(\.id).contains("mixup"))
        #expect(!refusing.map(\.id).contains("label-smoothing") && !refusing.map(\.id).contains("dropout"))
        let numbers = InputLayout(numeric: 2)
        for declaration in Catalogue.vocabulary.methods {
            #expect(Catalogue.refusal(of: try ComponentUse(declaration), inputs: numbers) == nil)
        }
    }
}
