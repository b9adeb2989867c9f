package io.logcast.testing.network;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** While it is closed, threads that want to pass wait. */
final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean closed;

    void close() {
        lock.lock();
        closed = true;
        lock.unlock();
    }

    void open() {
        lock.lock();
        closed = false;
        opened.signalAll();
        lock.unlock();
    }

    void pass() {
        lock.lock();
        try {
            while (closed) {
                opened.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
