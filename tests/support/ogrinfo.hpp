#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>

/// All that GDAL's program ogrinfo prints of a file, errors too: another process, and another reader than ours.
inline std::string ogrinfo(const std::string& path, const std::string& options = "")
{
    const std::string command = "ogrinfo -ro -al " + options + " '" + path + "' 2>&1";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe{::popen(command.c_str(), "r"), ::pclose};
    std::string text;
    char buffer[4096];
    while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, pipe.get())) {
        text.append(buffer, n);
    }
    return text;
}
