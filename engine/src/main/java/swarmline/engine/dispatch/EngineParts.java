package swarmline.engine.dispatch;

import java.time.InstantSource;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.catalog.TaskJournal;

/** What every actor of the engine is built with. */
record EngineParts(
    Catalog catalog,
    TaskJournal journal,
    PoolDirectory directory,
    Entities entities,
    TaskActors tasks,
    EntityJournal.Opening journals,
    EngineSettings settings,
    InstantSource clock) {}
