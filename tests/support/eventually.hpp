#pragma once

#include <chrono>
#include <thread>

/// Waits until the condition holds, 20 s at most; false if it never does.
template <class F>
bool eventually(F&& condition)
{
    using namespace std::chrono_literals;
    for (int i = 0; i < 2000; ++i) {
        if (condition()) {
            return true;
        }
        std::this_thread::sleep_for(10ms);
    }
    return false;
}
