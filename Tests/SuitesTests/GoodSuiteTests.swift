import Primitives
import Records
import Suites
import Testing

@Suite("Good suites") struct GoodSuiteTests {
    @Test("1e-4 is a number, in every spelling")
    func numbers() throws {
        for spelling in ["1e-4", "0.0001", "1E-4", "+1.0e-04", ".0001", "1.e-4"] {
            let suite = try parse(small("training: {optimizer: {id: sgd, learning_rate: \(spelling)}}"))
            #expect(suite.optimizer.arguments.schedule("learning_rate").constantValue == 1e-4, "\(spelling)")
        }
    }

    @Test("no, on, yes, off and quoted numbers are text")
    func text() throws {
        for word in [
            "no", "on", "yes", "off", "No", "'1'", "\"true\"", "2001-01-01", "0x1F", "1_000", "1:30",
        ] {
            let entry = "{id: d, kind: csv, path: a.csv, target: \(word)}"
            let suite = try parse(small().replacing("{id: moons, kind: moons}", with: entry))
            #expect(suite.datasets[0].use.arguments.text("target") == word.filter { $0 != "'" && $0 != "\"" })
        }
    }

    @Test("Seeds are a count, a count with a base, or a list")
    func seeds() throws {
        let forms: [(String, [Int])] = [
            ("3", [0, 1, 2]), ("{count: 2, base: 7}", [7, 8]), ("{count: 1}", [0]), ("[0, 9, 4]", [0, 9, 4]),
            ("1e1", Array(0..<10)),
        ]
        for (form, seeds) in forms {
            #expect(try parse(small().replacing("seeds: 2", with: "seeds: \(form)")).seeds == seeds)
        }
    }

    @Test("A grid expands with the parameter declared first varying slowest")
    func grid() throws {
        let suite = try parse(fullSuite)
        #expect(suite.datasets.map(\.label) == ["iris", "moons noise=0.1", "moons noise=0.3"])
        #expect(
            suite.models.map(\.label) == [
                "linear", "mlp hidden=[64] activation=tanh", "mlp hidden=[64,64] activation=tanh",
            ])
        #expect(
            suite.stacks.map(\.label) == [
                "baseline", "sam", "dropout rate=0.1 input=false", "dropout rate=0.1 input=true",
                "dropout rate=0.3 input=false", "dropout rate=0.3 input=true", "Adam", "cocktail",
            ])
    }

    @Test("Labels are made of what is given, and a name takes only what varies")
    func labels() throws {
        let methods = """
            methods:
              - {id: baseline}
              - {id: dropout, rate: 0.2}
              - {id: dropout, input: true, rate: {schedule: linear, from: 0.5, to: 0}}
              - {id: dropout, name: d, input: true, rate: [0.1, {schedule: window, value: 0.3, begin: 2}]}
              - {stack: [{id: mixup, alpha: 1}, sam]}
              - {name: two, stack: [{id: mixup, alpha: [1, 2]}, {id: sam, rho: [0.1, 0.2]}]}
              - {name: rates, stack: [{id: sgd, learning_rate: [1, 2]}, sam]}
              - {name: none, stack: []}
            """
        #expect(
            try parse(small(methods: methods)).stacks.map(\.label) == [
                "baseline", "dropout rate=0.2", "dropout rate=linear(0.5→0) input=true", "d rate=0.1",
                "d rate=window(0.3 in 2…end)", "mixup alpha=1 + sam", "two alpha=1 rho=0.1",
                "two alpha=1 rho=0.2",
                "two alpha=2 rho=0.1", "two alpha=2 rho=0.2", "rates learning_rate=1",
                "rates learning_rate=2", "none",
            ])
    }

    @Test("A list of texts is a value, a list of lists a grid")
    func textLists() throws {
        let entry = "{id: d, kind: csv, path: a.csv, target: y, drop: [[a], [a, b], []]}"
        let suite = try parse(small().replacing("{id: moons, kind: moons}", with: entry))
        #expect(suite.datasets.map(\.label) == ["d drop=[a]", "d drop=[a, b]", "d drop=[]"])
    }

    @Test("A stack keeps the order of its methods and takes the optimiser out")
    func stack() throws {
        let suite = try parse(small(methods: "methods: [{name: s, stack: [sam, adamw, mixup]}, sgd]"))
        #expect(suite.stacks[0].methods.map(\.id) == ["sam", "mixup"])
        #expect(suite.stacks[0].optimizer?.id == "adamw")
        #expect(suite.stacks[1].methods.isEmpty)
        #expect(suite.stacks[1].optimizer?.id == "sgd")
        #expect(suite.baseline == "s")
    }

    @Test("The protocol has defaults, and a single metric keeps that of the other task")
    func protocols() throws {
        let plain = try parse(small())
        #expect(plain.datasets[0].split.id == "holdout")
        #expect(plain.baseline == "baseline")
        #expect(plain.primaryMetrics == [.classification: "accuracy", .regression: "nll"])
        let metric = try parse(small("protocol: {primary_metric: rmse, split: kfold, baseline: sam}"))
        #expect(metric.primaryMetrics == [.classification: "accuracy", .regression: "rmse"])
        #expect(metric.datasets[0].split.arguments.integer("folds") == 5)
        #expect(metric.baseline == "sam")
    }

    @Test("An anchor may be used again as a value")
    func anchors() throws {
        let suite = try parse(
            small("training: {optimizer: *o}", methods: "methods: [baseline, &o {id: sgd, momentum: 0.5}]"))
        #expect(suite.optimizer.arguments.schedule("momentum").constantValue == 0.5)
    }

    @Test("A suite may be written as JSON")
    func json() throws {
        let text = """
            {
            \t"version": 1, "name": "j", "seeds": [0, 1],
            \t"datasets": [{"id": "m", "kind": "moons", "noise": 1e-1}],
            \t"models": [{"kind": "mlp"}], "methods": ["baseline"]
            }
            """
        #expect(try parse(text).cellCount == 2)
    }

    @Test("An empty description is none, and lists of rules may be empty")
    func emptySections() throws {
        #expect(try parse(small("description:\nexclude: []\noverrides: []")).description == nil)
    }
}
