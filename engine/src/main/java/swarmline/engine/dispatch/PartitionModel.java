package swarmline.engine.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.consensus.crowd.Accuracy;
import swarmline.engine.consensus.crowd.SliceModel;
import swarmline.engine.dispatch.PartitionCommand.EstimatesAre;
import swarmline.engine.dispatch.PartitionCommand.ModelLoaded;
import swarmline.engine.dispatch.PartitionCommand.PartitionRefused;
import swarmline.engine.dispatch.PartitionCommand.QualityIs;
import swarmline.engine.id.PartitionId;
import swarmline.engine.partition.OfferIndex;
import swarmline.engine.partition.TaskSummary;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.pool.Requirement;
import swarmline.engine.task.Refusal;

/**
 * The slice's model, where its pool weighs answers; nothing where it counts them. In memory: made
 * anew from what is stored when the partition starts and when the pool's policy asks for another.
 * Until it is there tasks keep their answers undecided, and nothing more is granted, since that
 * might not be needed.
 */
final class PartitionModel {
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

  private final ActorContext<PartitionCommand> context;
  private final PartitionId partition;
  private final EngineParts parts;
  private final OfferIndex index;
  private SliceModel model;

  /** Null where the pool does not revise outcomes. */
  private Revisions revisions;

  /** Of the load under way; what an earlier one comes to is dropped. */
  private int attempt;

  private boolean loading;
  private Instant againAt;

  PartitionModel(
      ActorContext<PartitionCommand> context,
      PartitionId partition,
      EngineParts parts,
      OfferIndex index) {
    this.context = context;
    this.partition = partition;
    this.parts = parts;
    this.index = index;
  }

  /** The pool is like this now: the model is kept, dropped or made anew. */
  void policy(PoolView pool) {
    boolean wanted = pool.spec().consensus().weighs() && pool.status() != PoolStatus.ARCHIVED;
    boolean revises = pool.spec().consensus().revises();
    if (wanted && model != null && model.serves(pool.spec()) && revises == (revisions != null)) {
      return;
    }
    model = null;
    revisions = null;
    attempt++;
    againAt = null;
    loading = wanted;
    if (wanted) {
      load(pool);
    }
  }

  private void load(PoolView pool) {
    int its = attempt;
    context.pipeToSelf(
        ModelLoading.of(
            pool,
            partition,
            parts,
            index.notFinal(),
            context.getSystem().dispatchers().lookup(DispatcherSelector.blocking())),
        (loaded, failure) -> new ModelLoaded(its, loaded, failure));
  }

  /** Whether there is a model now that was not there before. */
  boolean loaded(ModelLoaded loaded, PoolView pool) {
    if (loaded.attempt() != attempt) {
      return false;
    }
    if (loaded.failure() != null) {
      context.getLog().error("{} has no model yet, trying again", partition, loaded.failure());
      againAt = parts.clock().instant().plus(AGAIN_AFTER);
      return false;
    }
    model = loaded.loaded().model();
    revisions =
        pool.spec().consensus().revises() ? new Revisions(model, loaded.loaded().outcomes()) : null;
    loading = false;
    return true;
  }

  boolean loading() {
    return loading;
  }

  boolean ready() {
    return model != null;
  }

  /** Loads again what could not be loaded before. */
  void tick(PoolView pool) {
    if (againAt != null && !parts.clock().instant().isBefore(againAt)) {
      policy(pool);
    }
  }

  /**
   * What the task's answers came to when the last of them was heard of; call {@link #learn} once
   * that is told. Nothing where the task has its outcome, which teaches the model all the same.
   */
  Optional<Estimate> estimate(TaskSummary task) {
    if (model == null || task.answers() == null) {
      return Optional.empty();
    }
    if (task.ended()) {
      model.ended(task.number(), task.answers());
      return Optional.empty();
    }
    return model.estimate(task.number(), task.answers());
  }

  /** A task has its outcome. */
  void ended(TaskRecord record) {
    if (revisions != null && record.outcome().byAnswers()) {
      revisions.ended(record.task().number(), record.value());
    }
  }

  /** Ended tasks whose answers come to something else now, with what that is. */
  Map<Long, Estimate> revised(PoolView pool) {
    return revisions == null ? Map.of() : revisions.next(pool.spec().consensus());
  }

  /** How often the worker is right, where the pool asks that of workers; else null. */
  Accuracy accuracy(PoolView pool, String worker) {
    boolean asked =
        model != null
            && pool.spec().requires().stream()
                .anyMatch(requirement -> requirement.measure() == Requirement.Measure.ACCURACY);
    return asked ? model.quality(worker).accuracy() : null;
  }

  /** What the model knows of a worker, or why there is none. */
  PartitionCommand.Reply quality(String worker) {
    return model == null ? none() : new QualityIs(model.quality(worker));
  }

  private PartitionRefused none() {
    return new PartitionRefused(loading ? Refusal.TRY_AGAIN : Refusal.POOL_HAS_NO_MODEL);
  }

  /** A part of what the model makes of the slice's tasks now, or why there is none. */
  PartitionCommand.Reply estimates(int from, int limit) {
    if (model == null) {
      return none();
    }
    SliceModel.Estimates part = model.estimates(from, limit);
    return new EstimatesAre(part.estimates(), part.next());
  }

  void learn() {
    if (model != null) {
      model.learn();
    }
  }
}
