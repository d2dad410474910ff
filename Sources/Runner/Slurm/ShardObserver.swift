import Foundation
import Primitives
import Records

/// Follows the training of a shard: says how far it is, and publishes what there is now and then.
final class ShardObserver: RunObserver {
    private let publisher: ShardPublisher
    private let store: String
    private let checkpointSeconds: Double
    private let say: (String) -> Void
    private let clock = ContinuousClock()
    private var done: Int
    private var failed = 0
    private var published: Int
    private var lastBeat: ContinuousClock.Instant
    private var lastCheckpoint: ContinuousClock.Instant

    /// Of the task with that publisher, which trains into the store at `store` and has `done` cells already.
    init(
        _ publisher: ShardPublisher, store: String, done: Int, checkpointSeconds: Double,
        say: @escaping (String) -> Void
    ) {
        self.publisher = publisher
        self.store = store
        self.done = done
        self.checkpointSeconds = checkpointSeconds
        self.say = say
        published = done
        lastBeat = clock.now
        lastCheckpoint = clock.now
    }

    func begin(_ overview: RunOverview) { publisher.beat(done: done, failed: failed) }

    func handle(_ event: DispatchEvent) {
        if case .ended(_, _, let outcome, isFinal: true) = event {
            done += 1
            if outcome.status.kind != .completed { failed += 1 }
        }
        if clock.now - lastBeat >= .seconds(min(2, checkpointSeconds)) {
            publisher.beat(done: done, failed: failed)
            lastBeat = clock.now
        }
        if clock.now - lastCheckpoint >= .seconds(checkpointSeconds), done > published {
            do {
                try publisher.publish(store, cells: done)
                published = done
            } catch {
                say("what is done could not be published yet: \(error)")
            }
            lastCheckpoint = clock.now
        }
    }

    func end(remaining: Int) { publisher.beat(done: done, failed: failed) }
}
