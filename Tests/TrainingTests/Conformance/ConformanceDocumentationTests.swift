import Methods
import Primitives
import Testing
import Training

/// What every method says of itself.
@Suite("Declarations of every method")
struct ConformanceDocumentationTests {
    static let families: Set = [
        "optimisers", "gradient transforms", "weight decay", "dropout", "targets", "mixing", "sharpness",
        "averaging", "pipelines",
    ]

    @Test("names are unique")
    func unique() {
        let ids = MethodCatalogue.declarations.map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test("a declaration is complete", arguments: Conformance.ids)
    func complete(id: String) {
        let declaration = MethodCatalogue.type(named: id)!.declaration
        #expect(Self.families.contains(declaration.family), "\(id): \(declaration.family)")
        #expect(isName(id, separator: "-"), "\(id)")
        #expect(isSentence(declaration.summary), "\(id): \(declaration.summary)")
        #expect(isSentence(declaration.purpose), "\(id): no purpose")
        #expect(
            (declaration.formula ?? "").isEmpty == (ConformanceExceptions.withoutFormula[id] != nil),
            "\(id): formula")
        #expect(
            declaration.citations.isEmpty == (ConformanceExceptions.withoutCitation[id] != nil),
            "\(id): citations")
        // Authors and a year.
        for citation in declaration.citations {
            #expect(years.contains { citation.contains($0) }, "\(id): \(citation)")
        }
        for remark in declaration.remarks { #expect(isSentence(remark), "\(id): \(remark)") }
        #expect(!declaration.remarks.isEmpty, "\(id): no remark on traps and conventions")
        #expect(declaration.costInPasses > 0 && !declaration.tasks.isEmpty, "\(id)")
        for parameter in declaration.parameters {
            #expect(isName(parameter.name, separator: "_"), "\(id).\(parameter.name)")
            #expect(isSentence(parameter.summary), "\(id).\(parameter.name): \(parameter.summary)")
            #expect(parameter.defaultValue != nil, "\(id).\(parameter.name) has no default")
        }
        if declaration.isOptimizer {
            #expect(
                declaration.parameters.contains { $0.name == "learning_rate" && $0.isSchedulable }, "\(id)")
        }
    }

    @Test("the seams that it declares are those of its type", arguments: Conformance.ids)
    func seams(id: String) {
        let type = MethodCatalogue.type(named: id)!
        #expect(Set(type.declaration.seams) == Set(StepPhase.seams(of: type)), "\(id)")
        #expect(!type.declaration.seams.isEmpty, "\(id)")
        #expect(type.declaration.isOptimizer == (type is any Optimizer.Type), "\(id)")
    }

    private let years = (1950...2030).map(String.init)

    private func isName(_ text: String, separator: Character) -> Bool {
        !text.isEmpty
            && text.allSatisfy { ($0.isLowercase && $0.isASCII) || $0.isNumber || $0 == separator }
    }

    private func isSentence(_ text: String) -> Bool {
        guard let last = text.last else { return false }
        return ".!?)".contains(last)
    }
}
