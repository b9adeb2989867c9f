package io.logcast.chaos.site;

import java.nio.file.Path;
import java.util.List;

/** The disks of a site: one for all brokers, and one for the database. */
public record Disks(LoopDisk brokers, LoopDisk database) {

    static Disks mount(Path folder) {
        var brokers = LoopDisk.mount(folder.resolve("disk-of-the-brokers"));
        try {
            return new Disks(brokers, LoopDisk.mount(folder.resolve("disk-of-the-database")));
        } catch (RuntimeException e) {
            brokers.close();
            throw e;
        }
    }

    List<LoopDisk> all() {
        return List.of(brokers, database);
    }
}
