#include "datasets/regular_expression.hpp"

#include "datasets/local_format_error.hpp"

#include <algorithm>
#include <utility>

namespace datasets {

/// From the tree to states, from the last one on: each part is made knowing what follows it.
class RegularExpression::Compiler {
public:
    using Node = PatternNode;

    explicit Compiler(std::vector<State>& states) : states_{states} {}

    std::size_t compile(const Node& node, std::size_t next)
    {
        // Also of parts that make no state, of which there may be a thousand times a thousand.
        if (++steps_ > most_states) {
            throw LocalFormatError{{"繰り返しが多すぎます。展開すると 10000 文字を超えます",
                                    "it repeats too much: written out it is longer than 10000 characters"}};
        }
        switch (node.kind) {
        case Node::Kind::one_of:
            return add({State::Kind::one_of, next, 0, node.negated, node.ranges});
        case Node::Kind::begin:
            return add({.kind = State::Kind::begin, .next = next});
        case Node::Kind::end:
            return add({.kind = State::Kind::end, .next = next});
        case Node::Kind::sequence:
            std::for_each(node.parts.rbegin(), node.parts.rend(),
                          [&](const Node& part) { next = compile(part, next); });
            return next;
        case Node::Kind::alternatives:
            return alternatives(node, next);
        case Node::Kind::repeat:
            break;
        }
        return repeat(node, next);
    }

    std::size_t add(State state)
    {
        states_.push_back(std::move(state));
        return states_.size() - 1;
    }

private:
    std::size_t alternatives(const Node& node, std::size_t next)
    {
        std::size_t entry = compile(node.parts.back(), next);
        for (std::size_t i = node.parts.size() - 1; i-- > 0;) {
            entry = add({.kind = State::Kind::fork, .next = compile(node.parts[i], next), .other = entry});
        }
        return entry;
    }

    /// x{2,4} is xx(x(x)?)?, x{2,} is xxx*.
    std::size_t repeat(const Node& node, std::size_t next)
    {
        const Node& part = node.parts.front();
        std::size_t entry = next;
        if (node.most == Node::unlimited) {
            entry = add({.kind = State::Kind::fork, .other = next});
            const std::size_t body = compile(part, entry);
            states_[entry].next = body;
        }
        for (int i = node.least; i < node.most; ++i) {
            entry = add({.kind = State::Kind::fork, .next = compile(part, entry), .other = next});
        }
        for (int i = 0; i < node.least; ++i) {
            entry = compile(part, entry);
        }
        return entry;
    }

    std::vector<State>& states_;
    std::size_t steps_ = 0;
};

/// The states that a text has led to.
class RegularExpression::Simulation {
public:
    explicit Simulation(const RegularExpression& expression, std::size_t length)
        : states_{expression.states_}, length_{length}, reached_(states_.size(), 0)
    {
        enter(expression.first_);
        follow();
    }

    void read(char32_t c)
    {
        ++position_;
        std::swap(current_, before_);
        current_.clear();
        for (const std::size_t at : before_) {
            const State& state = states_[at];
            const bool listed =
                std::any_of(state.ranges.begin(), state.ranges.end(),
                            [c](const PatternNode::Range& r) { return c >= r.first && c <= r.last; });
            if (listed != state.negated) {
                enter(state.next);
            }
        }
        accepted_ = false;
        follow();
    }

    [[nodiscard]] bool is_lost() const { return current_.empty() && !accepted_; }
    [[nodiscard]] bool accepted() const { return accepted_; }

private:
    void enter(std::size_t state)
    {
        if (std::exchange(reached_[state], position_ + 1) != position_ + 1) {
            open_.push_back(state);
        }
    }

    /// On through all states that read no character.
    void follow()
    {
        while (!open_.empty()) {
            const std::size_t at = open_.back();
            const State& state = states_[at];
            open_.pop_back();
            switch (state.kind) {
            case State::Kind::one_of:
                current_.push_back(at);
                break;
            case State::Kind::fork:
                enter(state.next);
                enter(state.other);
                break;
            case State::Kind::begin:
                if (position_ == 0) {
                    enter(state.next);
                }
                break;
            case State::Kind::end:
                if (position_ == length_) {
                    enter(state.next);
                }
                break;
            case State::Kind::accept:
                accepted_ = true;
                break;
            }
        }
    }

    const std::vector<State>& states_;
    std::size_t length_;
    std::size_t position_ = 0;
    std::vector<std::size_t> reached_;   ///< one more than the position at which a state was reached last
    std::vector<std::size_t> current_{}; ///< those that wait for a character
    std::vector<std::size_t> before_{};
    std::vector<std::size_t> open_{};
    bool accepted_ = false;
};

RegularExpression::RegularExpression(std::u32string_view pattern)
{
    const PatternNode tree = parse_pattern(pattern);
    Compiler compiler{states_};
    const std::size_t accept = compiler.add({});
    first_ = compiler.compile(tree, accept);
}

bool RegularExpression::matches(std::u32string_view text) const
{
    Simulation simulation{*this, text.size()};
    for (const char32_t c : text) {
        simulation.read(c);
        if (simulation.is_lost()) {
            return false;
        }
    }
    return simulation.accepted();
}

} // namespace datasets
