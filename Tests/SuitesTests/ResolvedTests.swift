import Primitives
import Suites
import Testing

@Suite("The resolved suite") struct ResolvedTests {
    @Test("It is canonical JSON with every default")
    func golden() throws {
        let text = small(
            """
            exclude: [{method: dropout, seed: [1]}]
            overrides: [{match: {dataset: moons}, training: {epochs: 3}, optimizer: {id: sgd, momentum: 0}}]
            """, methods: "methods: [baseline, {id: dropout, rate: {schedule: linear, from: 0.5, to: 0}}]")
        let lines = [
            #"{"datasets":[{"allow":[],"corruptions":[],"kind":"moons","label":"moons","#,
            #""parameters":{"n":500,"noise":0.1},"preprocessing":["#,
            #"{"id":"scale","parameters":{"columns":[]},"version":1},"#,
            #"{"id":"encode","parameters":{"levels":4},"version":1}],"#,
            #""split":{"id":"holdout","parameters":{"test":0.2,"validation":0.2},"version":1},"version":1}],"#,
            #""description":null,"exclude":[{"method":["dropout rate=linear(0.5→0)"],"seed":[1]}],"#,
            #""methods":[{"label":"baseline","optimizer":null,"stack":[]},"#,
            #"{"label":"dropout rate=linear(0.5→0)","optimizer":null,"stack":[{"id":"dropout","#,
            #""parameters":{"input":false,"rate":{"begin":0,"end":null,"from":0.5,"schedule":"linear","to":0,"#,
            #""unit":"epoch"}},"version":1}]}],"#,
            #""models":[{"kind":"linear","label":"linear","parameters":{},"version":1}],"name":"small","#,
            #""optimizer":{"id":"sgd","parameters":{"learning_rate":0.1,"momentum":0.9},"version":1},"#,
            #""overrides":[{"match":{"dataset":["moons"]},"optimizer":{"id":"sgd","parameters":{"momentum":0}},"#,
            #""training":{"epochs":3}}],"#,
            #""protocol":{"baseline":"baseline","primary_metric":{"classification":"accuracy","regression":"nll"}},"#,
            #""seeds":[0,1],"#,
            #""training":{"id":"training","parameters":{"batch_size":32,"epochs":20},"version":1},"version":1}"#,
        ]
        #expect(try parse(text).resolved.canonical == lines.joined())
    }

    @Test("A hidden parameter such as a path is shown")
    func path() throws {
        #expect(try parse(fullSuite).resolved.canonical.contains(#""path":"data/iris.csv""#))
    }
}
