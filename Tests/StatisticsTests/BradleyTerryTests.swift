import Numerics
import Primitives
import Statistics
import Testing

@Suite("Strengths from pairwise wins") struct BradleyTerryTests {
    @Test("strengths are those of a binomial GLM") func statsmodels() throws {
        for reference in try RankingReference.load().bradleyTerry {
            let fit = try #require(BradleyTerry(wins: reference.wins))
            #expect(agree(fit.logStrengths, reference.logStrengths, 1e-10, absolute: 1e-12))
        }
    }

    @Test("two methods: the odds are the wins") func two() throws {
        let fit = try #require(BradleyTerry(wins: [[0, 9], [1, 0]]))
        #expect(agree(fit.probability(0, beats: 1), 0.9, 1e-14))
        #expect(agree(fit.logStrengths[0], DeterministicMath.log(9) / 2, 1e-14))
        let tied = try #require(BradleyTerry(wins: [[0, 9], [1, 0]], virtualTies: 2))
        #expect(agree(tied.probability(0, beats: 1), 10.0 / 12, 1e-14))
    }

    @Test("expected wins are the wins: the likelihood's gradient vanishes") func gradient() throws {
        let wins: [[Double]] = [[0, 1e4, 3], [1, 0, 1], [0, 5e3, 0]]
        let fit = try #require(BradleyTerry(wins: wins))
        for one in 0..<3 {
            let expected = (0..<3).filter { $0 != one }.reduce(0.0) {
                $0 + (wins[one][$1] + wins[$1][one]) * fit.probability(one, beats: $1)
            }
            #expect(agree(expected, wins[one].reduce(0, +), 1e-9))
        }
    }

    @Test("without a chain of wins both ways there is no maximum") func ford() {
        #expect(BradleyTerry(wins: [[0, 2], [0, 0]]) == nil)
        #expect(BradleyTerry(wins: [[0, 1, 5], [1, 0, 5], [0, 0, 0]]) == nil)
        #expect(BradleyTerry(wins: [[0, 2], [0, 0]], virtualTies: 1) != nil)
        #expect(BradleyTerry(wins: [[0]])?.logStrengths == [0])
    }

    @Test("wins count blocks, ties half, missing values nothing") func wins() {
        let table: [[Double?]] = [[1, 2, 2], [3, 1, nil], [0, 0, 0]]
        #expect(pairwiseWins(table, better: .lower) == [[0, 1.5, 1.5], [1.5, 0, 1], [0.5, 1, 0]])
        #expect(pairwiseWins(table, better: .higher) == [[0, 1.5, 0.5], [1.5, 0, 1], [1.5, 1, 0]])
    }

    @Test("ratings: 400 points are odds of ten to one; anchors move all alike; blocks' order does not matter")
    func elo() throws {
        var random = RandomStream(seed: 4, name: "elo")
        let table: [[Double?]] = (0..<12).map { _ in (0..<4).map { 0.3 * Double($0) + random.normal() } }
        let ratings = try #require(eloRatings(table, better: .higher, replicates: 200))
        let fit = try #require(
            BradleyTerry(wins: pairwiseWins(table, better: .higher), virtualTies: 1))
        for one in 0..<4 {
            for other in 0..<4 where one != other {
                let odds = DeterministicMath.pow(10, (ratings.ratings[one] - ratings.ratings[other]) / 400)
                let p = fit.probability(one, beats: other)
                #expect(agree(odds / (1 + odds), p, 1e-10))
            }
        }
        #expect(agree(ratings.ratings.reduce(0, +) / 4, 1000, 1e-12))
        #expect(zip(ratings.ratings, ratings.intervals).allSatisfy { $1.contains($0) && $1.halfWidth > 20 })
        let anchored = try #require(
            eloRatings(table, better: .higher, anchor: .method(2), replicates: 200))
        #expect(anchored.ratings[2] == 1000 && anchored.intervals[2].halfWidth == 0)
        #expect(
            agree(anchored.ratings[0] - 1000, ratings.ratings[0] - ratings.ratings[2], 1e-9))
        let reversed = try #require(eloRatings(table.reversed(), better: .higher, replicates: 10))
        #expect(agree(reversed.ratings, ratings.ratings, 1e-12))
        let again = try #require(eloRatings(table, better: .higher, replicates: 200))
        #expect(again == ratings)
        #expect(eloRatings([], better: .higher) == nil)
    }
}
