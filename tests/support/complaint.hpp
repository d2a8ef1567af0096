#pragma once

#include <exception>
#include <string>

/// What an action throws, in its words.
template <class Action>
std::string complaint_of(Action&& action)
{
    try {
        action();
    } catch (const std::exception& error) {
        return error.what();
    }
    return "no complaint";
}
